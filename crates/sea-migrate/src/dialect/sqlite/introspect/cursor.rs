//! A place in the tokens of a CREATE statement, and the small steps of a parser.

use std::borrow::Cow;

use crate::dialect::Dialect;
use crate::schema::token::{Token, TokenKind, tokens, unquoted};
use crate::schema::{Expression, compared_on_sqlite};

/// Where the parser stands.
pub(super) struct Cursor<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, tokens: tokens(text, Dialect::Sqlite), at: 0 }
    }

    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn is_at(&self, word: &str) -> bool {
        self.peek().is_some_and(|it| it.is(word))
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn next(&mut self) -> Option<Token<'t>> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// Steps over these words if all of them follow.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let follow = self.tokens.get(self.at..self.at + words.len());
        let is_there =
            follow.is_some_and(|it| it.iter().zip(words).all(|(token, word)| token.is(word)));
        if is_there {
            self.at += words.len();
        }
        is_there
    }

    /// Steps over these words if they follow; they add nothing.
    pub(super) fn may(&mut self, words: &[&str]) {
        let _ = self.eat(words);
    }

    pub(super) fn expect(&mut self, words: &[&str]) -> Result<(), String> {
        if self.eat(words) { Ok(()) } else { Err(self.surprise(&words.join(" "))) }
    }

    /// What was expected and what is there.
    pub(super) fn surprise(&self, wanted: &str) -> String {
        match self.peek() {
            Some(token) => {
                format!(
                    "`{wanted}` was expected where `{}` stands (byte {})",
                    token.text, token.start
                )
            }
            None => format!("`{wanted}` was expected where the statement ends"),
        }
    }

    /// A name, quoted in any way; `SQLite` takes a string for one, too.
    pub(super) fn name(&mut self) -> Result<String, String> {
        let token = self.peek();
        let name = token.and_then(|it| match it.kind {
            TokenKind::Text => Some(unquoted(it.text)),
            _ => it.name(),
        });
        let name = name.map(Cow::into_owned).ok_or_else(|| self.surprise("a name"))?;
        self.at += 1;
        Ok(name)
    }

    /// Names in parentheses, and what stands behind each.
    pub(super) fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        self.expect(&["("])?;
        let mut items = vec![item(self)?];
        while self.eat(&[","]) {
            items.push(item(self)?);
        }
        self.expect(&[")"])?;
        Ok(items)
    }

    /// What stands in the parentheses that open here.
    pub(super) fn expression(&mut self) -> Result<Expression, String> {
        self.expect(&["("])?;
        let start = self.at;
        self.skip(|token| token.is(")"))?;
        let expression = self.slice(start, self.at);
        self.at += 1;
        Ok(expression)
    }

    /// Goes on to the first token outside of parentheses that fits.
    pub(super) fn skip(&mut self, is_end: impl Fn(&Token<'_>) -> bool) -> Result<(), String> {
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            if depth == 0 && is_end(&token) {
                return Ok(());
            }
            match token.text {
                "(" if token.kind == TokenKind::Sign => depth += 1,
                ")" if token.kind == TokenKind::Sign => {
                    depth = depth.checked_sub(1).ok_or_else(|| self.surprise("an expression"))?;
                }
                _ => {}
            }
            self.at += 1;
        }
        Err(self.surprise(")"))
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The text of the tokens from `start` to before `end`.
    pub(super) fn slice(&self, start: usize, end: usize) -> Expression {
        let part = self.tokens.get(start..end).unwrap_or_default();
        match (part.first(), part.last()) {
            (Some(first), Some(last)) => expression(&self.text[first.start..last.end()]),
            _ => expression(""),
        }
    }

    pub(super) fn tokens(&self, start: usize, end: usize) -> &[Token<'t>] {
        self.tokens.get(start..end).unwrap_or_default()
    }
}

/// An expression, whose meaning does not depend on blanks, comments, case and quotes of names, or on parentheses around
/// the whole.
pub(super) fn expression(sql: &str) -> Expression {
    let found = tokens(sql, Dialect::Sqlite);
    let mut part = found.as_slice();
    while let [first, inner @ .., last] = part
        && first.is("(")
        && last.is(")")
        && encloses(part)
    {
        part = inner;
    }
    let words = part.iter().map(|token| match token.kind {
        TokenKind::Word => token.text.to_ascii_lowercase(),
        TokenKind::Quoted => compared_on_sqlite(&token.name().unwrap_or_default()),
        TokenKind::Sign if token.text == "==" => "=".to_owned(),
        TokenKind::Sign if token.text == "!=" => "<>".to_owned(),
        _ => token.text.to_owned(),
    });
    Expression::meaning_that(sql, words.collect::<Vec<_>>().join(" "), Dialect::Sqlite)
}

/// Whether the first parenthesis is closed by the last.
fn encloses(part: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    part.iter().enumerate().all(|(at, token)| {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        }
        depth > 0 || at + 1 == part.len()
    })
}
