//! How a target is, from one check to the next.

use ferrogate_link::balancer::{Health, HealthCheck, Unhealthy};

/// What one check has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It answered well.
    Good,
    /// It did not.
    Bad(Unhealthy),
}

/// A target's health and what leads to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    health: Health,
    /// Checks in a row that speak against what it is.
    against: u32,
}

impl Default for Machine {
    fn default() -> Self {
        Self { health: Health::Initial, against: 0 }
    }
}

impl Machine {
    /// How the target is.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// Takes what a check has found: whether the target is otherwise now. The first success
    /// after its registration makes it healthy, all later ones count.
    pub fn checked(&mut self, outcome: Outcome, check: &HealthCheck) -> bool {
        let next = match (&self.health, outcome) {
            (Health::Unhealthy(_), Outcome::Good) => {
                self.against += 1;
                (self.against >= check.healthy).then_some(Health::Healthy)
            }
            (Health::Unhealthy(_), Outcome::Bad(why)) => {
                self.against = 0;
                Some(Health::Unhealthy(why))
            }
            (Health::Healthy, Outcome::Good) => {
                self.against = 0;
                None
            }
            (Health::Healthy | Health::Initial, Outcome::Bad(why)) => {
                self.against += 1;
                (self.against >= check.unhealthy).then_some(Health::Unhealthy(why))
            }
            (_, Outcome::Good) => Some(Health::Healthy),
            (_, Outcome::Bad(why)) => Some(Health::Unhealthy(why)),
        };
        let Some(next) = next.filter(|next| *next != self.health) else { return false };
        *self = Self { health: next, against: 0 };
        true
    }
}

/// Whether a code is one of those that are good.
#[must_use]
pub fn is_good(check: &HealthCheck, code: u16) -> bool {
    check.matcher.iter().any(|range| (range.from..=range.to).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::balancer::{CodeRange, GroupProtocol};

    fn check() -> HealthCheck {
        HealthCheck {
            enabled: true,
            protocol: GroupProtocol::Http,
            port: None,
            path: "/".into(),
            interval_s: 5,
            timeout_s: 2,
            healthy: 3,
            unhealthy: 2,
            matcher: vec![CodeRange { from: 200, to: 204 }, CodeRange { from: 301, to: 301 }],
        }
    }

    /// What a target is after each of these checks: `+` good, `-` bad, `t` too late.
    fn lives(checks: &str) -> String {
        let mut machine = Machine::default();
        let mut all = String::new();
        for c in checks.chars() {
            let outcome = match c {
                '+' => Outcome::Good,
                't' => Outcome::Bad(Unhealthy::Timeout),
                _ => Outcome::Bad(Unhealthy::Code(500)),
            };
            machine.checked(outcome, &check());
            all.push(match machine.health() {
                Health::Initial => 'i',
                Health::Healthy => 'h',
                Health::Unhealthy(Unhealthy::Timeout) => 't',
                _ => 'u',
            });
        }
        all
    }

    #[test]
    fn the_first_success_is_enough_and_then_they_are_counted() {
        for (checks, lives_so) in [
            ("+", "h"),
            ("-+", "ih"),
            ("--", "iu"),
            ("+-+-+", "hhhhh"),
            ("+--", "hhu"),
            ("--++-+++", "iuuuuuuh"),
            ("--t", "iut"),
        ] {
            assert_eq!(lives(checks), lives_so, "{checks}");
        }
    }

    #[test]
    fn codes_are_good_within_their_ranges() {
        let good = |code| is_good(&check(), code);
        assert!(good(200) && good(204) && good(301) && !good(205) && !good(300));
    }
}
