//! The statements that empty a `MySQL` database.

use sea_orm::{ConnectionTrait, DbErr, Statement};

const OBJECTS: &str = "
SELECT CONCAT('DROP ', IF(table_type LIKE '%VIEW', 'VIEW', 'TABLE'), ' IF EXISTS `', REPLACE(table_name, '`', '``'), '`') AS `drop`
FROM information_schema.tables WHERE table_schema = DATABASE()
ORDER BY table_type NOT LIKE '%VIEW', table_name";

/// The statements, in an order that works.
pub async fn statements<C: ConnectionTrait>(db: &C) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), OBJECTS)).await?;
    // Parents may go before their children: they all go.
    let mut statements = vec!["SET FOREIGN_KEY_CHECKS = 0".to_owned()];
    for row in &rows {
        statements.push(row.try_get("", "drop")?);
    }
    statements.push("SET FOREIGN_KEY_CHECKS = 1".to_owned());
    Ok(statements)
}
