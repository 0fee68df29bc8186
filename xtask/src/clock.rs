//! Time for people and for file names, always UTC: servers and laptops stand in different places.
//!
//! It formats; it never asks what time it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Year, month, day, hour, minute, second.
struct Moment(i64, i64, i64, u64, u64, u64);

fn moment(time: SystemTime) -> Moment {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Howard Hinnant's `civil_from_days`: years that begin in March have their leap day last.
    let days = i64::try_from(days).unwrap_or_default() + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Moment(year, month, day, rest / 3_600, rest / 60 % 60, rest % 60)
}

/// `2026-11-22T13:15:02Z`, as JSON has it.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    let Moment(year, month, day, hour, minute, second) = moment(time);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// `20261122-131502`: the tag of a deploy.
pub(crate) fn tag(time: SystemTime) -> String {
    let Moment(year, month, day, hour, minute, second) = moment(time);
    format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
}

/// Whether the text is a tag as `tag` makes it.
pub(crate) fn is_tag(text: &str) -> bool {
    text.len() == 15
        && text.char_indices().all(|(at, c)| if at == 8 { c == '-' } else { c.is_ascii_digit() })
}

/// `850 ms`, `12.3 s`, `4 min 5 s`.
pub(crate) fn duration(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// `90`, `90s`, `15m`, `2h`: how long to wait, as typed.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => text.split_at(at),
        None => (text, "s"),
    };
    let factor = match unit {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        _ => return Err("a number with `s`, `m` or `h`, as `90s`, `15m` or `2h`".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "a number first, as in `15m`".to_owned())?;
    number.checked_mul(factor).map(Duration::from_secs).ok_or_else(|| "too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_353_302, "2026-11-22T13:15:02Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(rfc3339(UNIX_EPOCH + Duration::from_secs(seconds)), text);
        }
        let tag = tag(UNIX_EPOCH + Duration::from_secs(951_782_399));
        assert_eq!(tag, "20000228-235959");
        assert!(is_tag(&tag) && !is_tag("latest") && !is_tag("20000228_235959"));
    }

    #[test]
    fn durations_are_read_and_written() {
        assert_eq!(parse_duration("90"), Ok(Duration::from_secs(90)));
        assert_eq!(parse_duration("15m"), Ok(Duration::from_mins(15)));
        for text in ["", "m", "-1s", "1d", "1.5h", "99999999999999999999h", "18446744073709551615h"]
        {
            assert!(parse_duration(text).is_err(), "{text}");
        }
        assert_eq!(duration(Duration::from_millis(850)), "850 ms");
        assert_eq!(duration(Duration::from_millis(12_345)), "12.3 s");
        assert_eq!(duration(Duration::from_secs(245)), "4 min 5 s");
    }
}
