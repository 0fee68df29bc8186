//! Timing: contenders take turns, so that what else the machine does falls on all of them.
//!
//! What is timed is the wall clock of a whole process, from before it is started until it is gone.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// How long each round of one contender took, in the order of the rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    pub(crate) fn median(&self) -> Duration {
        Duration::from_secs_f64(median(self.0.iter().map(Duration::as_secs_f64).collect()))
    }

    pub(crate) fn fastest(&self) -> Duration {
        self.0.iter().min().copied().unwrap_or_default()
    }

    /// How many times `other` this is: the median of the ratios of the rounds, which bears a machine that is slow for
    /// a while better than the ratio of the medians.
    pub(crate) fn ratio_to(&self, other: &Self) -> f64 {
        let pairs = self.0.iter().zip(&other.0);
        median(pairs.map(|(ours, theirs)| ours.as_secs_f64() / theirs.as_secs_f64()).collect())
    }

    pub(crate) fn milliseconds(&self) -> Vec<f64> {
        self.0.iter().map(|it| it.as_secs_f64() * 1000.0).collect()
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (upper, lower) = (values.len() / 2, values.len().saturating_sub(1) / 2);
    match (values.get(lower), values.get(upper)) {
        (Some(lower), Some(upper)) => f64::midpoint(*lower, *upper),
        _ => 0.0,
    }
}

/// Lets each of `contenders` have its turn in each round, who begins going round as well.
pub(crate) fn play<C: Copy>(
    rounds: u32,
    contenders: &[C],
    mut turn: impl FnMut(C) -> anyhow::Result<Duration>,
) -> anyhow::Result<Vec<Samples>> {
    let mut samples = vec![Samples(Vec::new()); contenders.len()];
    for round in 0..rounds as usize {
        for seat in 0..contenders.len() {
            let who = (round + seat) % contenders.len();
            samples[who].0.push(turn(contenders[who])?);
        }
    }
    Ok(samples)
}

/// Runs `command` to its end.
///
/// # Errors
/// When it fails: the time of a failure says nothing.
pub(crate) fn time(mut command: Command) -> anyhow::Result<Duration> {
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let started = Instant::now();
    let output = command.output();
    let elapsed = started.elapsed();
    let program = command.get_program().display();
    let output = output.with_context(|| format!("`{program}` can't be started"))?;
    if !output.status.success() {
        bail!("`{program}` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(elapsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(ms: &[u64]) -> Samples {
        Samples(ms.iter().copied().map(Duration::from_millis).collect())
    }

    #[test]
    fn one_slow_round_changes_neither_median_nor_ratio() {
        let (ours, theirs) = (samples(&[10, 12, 500]), samples(&[10, 10, 400]));
        assert_eq!(ours.median(), Duration::from_millis(12));
        assert_eq!(ours.fastest(), Duration::from_millis(10));
        assert!((ours.ratio_to(&theirs) - 1.2).abs() < 1e-9);
        assert_eq!(samples(&[10, 20]).median(), Duration::from_millis(15));
        assert_eq!(samples(&[]).median(), Duration::ZERO);
    }

    #[test]
    fn everyone_begins_once() {
        let mut order = String::new();
        let turn = |name: char| {
            order.push(name);
            Ok(Duration::from_millis(1))
        };
        let samples = play(3, &['a', 'b', 'c'], turn).unwrap();
        assert_eq!(order, "abcbcacab");
        assert!(samples.iter().all(|it| it.milliseconds().len() == 3));
    }

    #[test]
    fn a_failure_has_no_time() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo no >&2; exit 3"]);
        assert!(time(command).unwrap_err().to_string().contains("no"));
    }
}
