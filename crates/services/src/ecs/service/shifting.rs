//! How deployments bring a revision to users: what requests ask for, and as the API shows it.

use ferrogate_api::ecs::{
    CanaryConfiguration, DeploymentAlarms, DeploymentConfiguration, DeploymentStrategy,
    LinearConfiguration,
};
use ferrogate_records::ecs::service::{Alarming, Shifting, Strategy};

use super::super::Result;
use super::{hook, invalid};

/// The longest bake, in minutes: a day.
const BAKE_MIN_MAX: i32 = 1440;
/// Alarms of one service.
const ALARMS_MAX: usize = 100;
/// Hooks of one service.
const HOOKS_MAX: usize = 20;

/// How deployments go: what is not said is as it was.
pub(super) fn shifting(
    asked: Option<&DeploymentConfiguration>,
    before: &Shifting,
) -> Result<Shifting> {
    let Some(asked) = asked else { return Ok(before.clone()) };
    let strategy = strategy(asked, before.strategy)?;
    let bake_min = match asked.bake_time_in_minutes {
        None => before.bake_min,
        Some(asked) if strategy == Strategy::Rolling && asked != 0 => {
            let text = "bakeTimeInMinutes is not supported with the ROLLING deployment strategy";
            return Err(invalid(format!("{text}, not {asked}.")));
        }
        Some(asked) => minutes(asked, BAKE_MIN_MAX, "bakeTimeInMinutes")?,
    };
    let alarms = match &asked.alarms {
        None => before.alarms.clone(),
        Some(alarms) => alarming(alarms)?,
    };
    let hooks = match &asked.lifecycle_hooks {
        None => before.hooks.clone(),
        Some(hooks) if hooks.len() > HOOKS_MAX => {
            return Err(invalid(format!("lifecycleHooks can have at most {HOOKS_MAX} items.")));
        }
        Some(hooks) => hooks.iter().map(hook::asked).collect::<Result<_>>()?,
    };
    if strategy == Strategy::Rolling
        && asked.lifecycle_hooks.as_ref().is_some_and(|h| !h.is_empty())
    {
        let text = "lifecycleHooks are not supported with the ROLLING deployment strategy.";
        return Err(invalid(text));
    }
    Ok(Shifting { strategy, bake_min, alarms, hooks })
}

fn strategy(asked: &DeploymentConfiguration, before: Strategy) -> Result<Strategy> {
    let to = match &asked.strategy {
        None => before,
        Some(DeploymentStrategy::Rolling) => Strategy::Rolling,
        Some(DeploymentStrategy::BlueGreen) => Strategy::BlueGreen,
        Some(DeploymentStrategy::Linear) => match before {
            Strategy::Linear { .. } => before,
            _ => Strategy::Linear { step: 100, bake_min: 6 },
        },
        Some(DeploymentStrategy::Canary) => match before {
            Strategy::Canary { .. } => before,
            _ => Strategy::Canary { first: 50, bake_min: 10 },
        },
        Some(DeploymentStrategy::Unknown(other)) => {
            return Err(invalid(format!("Invalid deployment strategy '{other}'.")));
        }
    };
    let only = |field: &str, of: &str| {
        invalid(format!("{field} is only valid when the deployment strategy is {of}."))
    };
    let (linear, canary) = (&asked.linear_configuration, &asked.canary_configuration);
    match to {
        Strategy::Linear { step, bake_min } => {
            if canary.is_some() {
                return Err(only("canaryConfiguration", "CANARY"));
            }
            let Some(linear) = linear else { return Ok(to) };
            let name = "stepBakeTimeInMinutes";
            let bake = linear.step_bake_time_in_minutes;
            Ok(Strategy::Linear {
                step: percent(linear.step_percent, step, 30, "stepPercent")?,
                bake_min: bake.map_or(Ok(bake_min), |bake| minutes(bake, BAKE_MIN_MAX, name))?,
            })
        }
        Strategy::Canary { first, bake_min } => {
            if linear.is_some() {
                return Err(only("linearConfiguration", "LINEAR"));
            }
            let Some(canary) = canary else { return Ok(to) };
            let name = "canaryBakeTimeInMinutes";
            let bake = canary.canary_bake_time_in_minutes;
            Ok(Strategy::Canary {
                first: percent(canary.canary_percent, first, 1, "canaryPercent")?,
                bake_min: bake.map_or(Ok(bake_min), |bake| minutes(bake, BAKE_MIN_MAX, name))?,
            })
        }
        Strategy::Rolling | Strategy::BlueGreen if linear.is_some() => {
            Err(only("linearConfiguration", "LINEAR"))
        }
        Strategy::Rolling | Strategy::BlueGreen if canary.is_some() => {
            Err(only("canaryConfiguration", "CANARY"))
        }
        Strategy::Rolling | Strategy::BlueGreen => Ok(to),
    }
}

/// Tenths of a percent, from `least` to all; multiples of 0.1 (API reference).
fn percent(asked: Option<f64>, before: u32, least: u32, name: &str) -> Result<u32> {
    let Some(asked) = asked else { return Ok(before) };
    let tenths = (asked * 10.0).round();
    let found = (least..=1000).find(|one| f64::from(*one) == tenths);
    let exact = (asked * 10.0 - tenths).abs() < 1e-6;
    let least = f64::from(least) / 10.0;
    found.filter(|_| exact).ok_or_else(|| {
        invalid(format!("{name} must be a multiple of 0.1 from {least:.1} to 100.0."))
    })
}

pub(super) fn minutes(asked: i32, most: i32, name: &str) -> Result<u32> {
    let fits = u32::try_from(asked).ok().filter(|_| asked <= most);
    fits.ok_or_else(|| invalid(format!("{name} must be 0 to {most}.")))
}

fn alarming(asked: &DeploymentAlarms) -> Result<Option<Alarming>> {
    let names = asked.alarm_names.clone().unwrap_or_default();
    let enabled = asked.enable == Some(true);
    if enabled && names.is_empty() {
        return Err(invalid("alarmNames can not be empty when alarms are enabled."));
    }
    if names.len() > ALARMS_MAX {
        return Err(invalid(format!("alarmNames can have at most {ALARMS_MAX} items.")));
    }
    if names.iter().any(String::is_empty) {
        return Err(invalid("An alarm name can not be blank."));
    }
    let given = enabled || !names.is_empty();
    let roll_back = asked.rollback == Some(true);
    Ok(given.then_some(Alarming { names, enabled, roll_back }))
}

/// Puts it into a deployment configuration.
pub(super) fn show(of: &Shifting, shown: &mut DeploymentConfiguration) {
    let whole = |minutes: u32| i32::try_from(minutes).ok();
    let tenths = |share: u32| Some(f64::from(share) / 10.0);
    shown.strategy = Some(match of.strategy {
        Strategy::Rolling => DeploymentStrategy::Rolling,
        Strategy::BlueGreen => DeploymentStrategy::BlueGreen,
        Strategy::Linear { step, bake_min } => {
            shown.linear_configuration = Some(LinearConfiguration {
                step_percent: tenths(step),
                step_bake_time_in_minutes: whole(bake_min),
            });
            DeploymentStrategy::Linear
        }
        Strategy::Canary { first, bake_min } => {
            shown.canary_configuration = Some(CanaryConfiguration {
                canary_percent: tenths(first),
                canary_bake_time_in_minutes: whole(bake_min),
            });
            DeploymentStrategy::Canary
        }
    });
    shown.bake_time_in_minutes = match of.strategy {
        Strategy::Rolling => Some(0),
        _ => whole(of.bake_min),
    };
    shown.alarms = of.alarms.as_ref().map(|alarms| DeploymentAlarms {
        alarm_names: Some(alarms.names.clone()),
        rollback: Some(alarms.roll_back),
        enable: Some(alarms.enabled),
    });
    if of.strategy.shifts() && !of.hooks.is_empty() {
        shown.lifecycle_hooks = Some(of.hooks.iter().map(hook::shown).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(strategy: &str) -> DeploymentConfiguration {
        let strategy = Some(DeploymentStrategy::from(strategy));
        DeploymentConfiguration { strategy, ..Default::default() }
    }

    fn canary(percent: f64, bake: i32) -> DeploymentConfiguration {
        let canary_configuration = Some(CanaryConfiguration {
            canary_percent: Some(percent),
            canary_bake_time_in_minutes: Some(bake),
        });
        DeploymentConfiguration { canary_configuration, ..asked("CANARY") }
    }

    #[test]
    fn what_is_not_said_is_as_it_was_and_else_as_aws_fills_it_in() {
        let new = shifting(Some(&asked("LINEAR")), &Shifting::default()).unwrap();
        assert_eq!(new.strategy, Strategy::Linear { step: 100, bake_min: 6 });
        let new = shifting(Some(&asked("CANARY")), &new).unwrap();
        assert_eq!(new.strategy, Strategy::Canary { first: 50, bake_min: 10 });
        let new = shifting(Some(&canary(0.3, 0)), &new).unwrap();
        assert_eq!(new.strategy, Strategy::Canary { first: 3, bake_min: 0 });
        let nothing = DeploymentConfiguration::default();
        assert_eq!(shifting(Some(&nothing), &new).unwrap(), new);
        assert_eq!(shifting(None, &new).unwrap(), new);
    }

    #[test]
    fn bounds_are_those_of_aws() {
        let of = |percent, bake| shifting(Some(&canary(percent, bake)), &Shifting::default());
        for (percent, bake, fits) in [
            (0.1, 0, true),
            (100.0, 1440, true),
            (33.3, 5, true),
            (0.0, 0, false),
            (0.05, 0, false),
            (0.15, 0, false),
            (100.1, 0, false),
            (-5.0, 0, false),
            (f64::NAN, 0, false),
            (f64::INFINITY, 0, false),
            (5.0, 1441, false),
            (5.0, -1, false),
        ] {
            assert_eq!(of(percent, bake).is_ok(), fits, "{percent} {bake}");
        }
        let step = |percent| DeploymentConfiguration {
            linear_configuration: Some(LinearConfiguration {
                step_percent: Some(percent),
                step_bake_time_in_minutes: None,
            }),
            ..asked("LINEAR")
        };
        assert!(shifting(Some(&step(3.0)), &Shifting::default()).is_ok());
        assert!(shifting(Some(&step(2.9)), &Shifting::default()).is_err());
    }

    #[test]
    fn what_belongs_to_another_strategy_is_refused() {
        let mixed = DeploymentConfiguration { strategy: None, ..canary(5.0, 5) };
        assert!(shifting(Some(&mixed), &Shifting::default()).is_err());
        let bake = DeploymentConfiguration { bake_time_in_minutes: Some(1), ..asked("ROLLING") };
        assert!(shifting(Some(&bake), &Shifting::default()).is_err());
        let bake = DeploymentConfiguration { bake_time_in_minutes: Some(1), ..asked("BLUE_GREEN") };
        assert_eq!(shifting(Some(&bake), &Shifting::default()).unwrap().bake_min, 1);
    }
}
