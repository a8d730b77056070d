use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil};
use serde::{Serialize, Serializer};

/// A day, a month or a year (FHIR `date`): as much of a date as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// A text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct ParseDateError {
    /// The text as found.
    pub text: String,
}

impl PartialDate {
    /// True where a person born on this date has certainly completed `years` years of life on `day`. Where month or day are
    /// not known, the latest possible one counts. Born on 29 February: on 1 March of a common year.
    ///
    /// # Examples
    ///
    /// ```
    /// use jiff::civil::date;
    ///
    /// let born: fhir::PartialDate = "2008-04-02".parse()?;
    /// assert!(!born.is_aged(18, date(2026, 4, 1)));
    /// assert!(born.is_aged(18, date(2026, 4, 2)));
    /// # Ok::<(), fhir::ParseDateError>(())
    /// ```
    pub fn is_aged(self, years: i16, day: civil::Date) -> bool {
        let latest = (self.year.saturating_add(years), self.month.unwrap_or(12), self.day.unwrap_or(31));
        (day.year(), day.month(), day.day()) >= latest
    }

    /// The day, where it is known.
    pub fn day(self) -> Option<civil::Date> {
        civil::Date::new(self.year, self.month?, self.day?).ok()
    }
}

impl FromStr for PartialDate {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseDateError { text: text.to_owned() };
        let number = |part: &str, digits: usize| {
            let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            if plain { part.parse::<i16>().map_err(|_| error()) } else { Err(error()) }
        };
        let mut parts = text.split('-');
        let year = number(parts.next().unwrap_or_default(), 4)?;
        let month = parts.next().map(|p| number(p, 2)).transpose()?;
        let day = parts.next().map(|p| number(p, 2)).transpose()?;
        let small = |n: Option<i16>| n.map(i8::try_from).transpose().map_err(|_| error());
        let (month, day) = (small(month)?, small(day)?);
        let exists = civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
        if parts.next().is_some() || year == 0 || !exists {
            return Err(error());
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        [self.month, self.day].into_iter().flatten().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A day, and the moment where it is stated too (FHIR `dateTime` of at least a day). The day is that of the writer's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime {
    /// The day as written.
    pub day: civil::Date,
    /// The moment.
    pub instant: Option<Timestamp>,
}

/// `None` where the text is no FHIR dateTime of at least a day. A time of day needs its zone.
pub(crate) fn date_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once('T').map_or((text, None), |(d, t)| (d, Some(t)));
    let day = date.parse::<PartialDate>().ok()?.day()?;
    let instant = time.map(|_| text.parse::<Timestamp>()).transpose().ok()?;
    Some(DateTime { day, instant })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_not_known_of_a_birth_date_makes_younger() {
        let aged = |born: &str, day| born.parse::<PartialDate>().expect("a date").is_aged(18, day);
        assert!(!aged("2008", date(2026, 12, 30)), "may have been born on the last day of the year");
        assert!(aged("2008", date(2026, 12, 31)));
        assert!(!aged("2008-06", date(2026, 6, 29)));
        assert!(aged("2008-06", date(2026, 7, 1)));
        assert!(!aged("2008-02-29", date(2026, 2, 28)), "the 18th year is not yet complete");
        assert!(aged("2008-02-29", date(2026, 3, 1)));
        assert!(!aged("9999", date(2026, 1, 1)));
    }

    #[test]
    fn dates_read_back_as_written_and_others_are_refused() {
        for text in ["1969", "1969-02", "1969-02-28", "2024-02-29"] {
            assert_eq!(text.parse::<PartialDate>().expect("a date").to_string(), text);
        }
        for bad in
            ["", "69", "1969-2", "1969-02-30", "1969-13", "1969-02-28T00:00:00Z", "1969-02-28-01", "0000", "+969"]
        {
            assert!(bad.parse::<PartialDate>().is_err(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn a_time_of_day_needs_its_zone() {
        assert!(date_time("2026-04-01").is_some_and(|d| d.instant.is_none()));
        assert!(date_time("2026-04-01T09:30:00+09:00").is_some_and(|d| d.instant.is_some()));
        for bad in ["2026-04", "2026-04-01T09:30:00", "2026-04-01T", "2026-04-01 09:30"] {
            assert!(date_time(bad).is_none(), "{bad:?} must be refused");
        }
    }
}
