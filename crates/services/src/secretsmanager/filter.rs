//! Filters of lists of secrets (Secrets Manager user guide, "Find secrets").

use ferrogate_api::secretsmanager::{Error, Filter, FilterNameStringType as Name};
use ferrogate_records::secretsmanager::secret::Record;

use super::Result;

/// Whether a secret is what all filters ask for; of the values of one filter any will do. A value
/// after `!` asks for those that it is not.
pub(super) fn fits(secret: &Record, filters: &[Filter]) -> bool {
    filters.iter().all(|filter| {
        let values = filter.values.as_deref().unwrap_or_default();
        let Some(name) = &filter.key else { return false };
        let holds = |value: &String| match value.strip_prefix('!') {
            Some(value) => !is(secret, name, value),
            None => is(secret, name, value),
        };
        values.iter().any(holds)
    })
}

/// Refuses filters that say nothing.
pub(super) fn check(filters: &[Filter]) -> Result<()> {
    for filter in filters {
        if filter.key.is_none() {
            return Err(Error::invalid_parameter("Invalid filter key").into());
        }
        if filter.values.as_deref().unwrap_or_default().is_empty() {
            let key = filter.key.as_ref().map(Name::as_str).unwrap_or_default();
            return Err(
                Error::invalid_parameter(format!("Invalid filter values for key: {key}")).into()
            );
        }
    }
    Ok(())
}

fn is(secret: &Record, name: &Name, value: &str) -> bool {
    let description = secret.description.as_deref().unwrap_or_default();
    let any_case =
        |text: &str, beginning: &str| text.to_lowercase().starts_with(&beginning.to_lowercase());
    match name {
        Name::Name => secret.name.starts_with(value),
        Name::Description => {
            let words = |beginning: &str| {
                any_case(description, beginning)
                    || description.split_whitespace().any(|word| any_case(word, beginning))
            };
            words(value)
        }
        Name::TagKey => secret.tags.iter().any(|tag| tag.key.starts_with(value)),
        Name::TagValue => secret.tags.iter().any(|tag| tag.value.starts_with(value)),
        Name::PrimaryRegion => any_case(&secret.scope.region, value),
        // None is a service's.
        Name::OwningService => false,
        Name::All => value.split_whitespace().any(|word| {
            let tags = secret.tags.iter().flat_map(|tag| [&*tag.key, &*tag.value]);
            let mut texts = tags.chain([&*secret.name, description, &*secret.scope.region]);
            texts.any(|text| text.to_lowercase().contains(&word.to_lowercase()))
        }),
        Name::Unknown(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::TimestampMs;
    use ferrogate_records::{Scope, Tag};

    #[test]
    fn secrets_are_found_by_what_is_said_of_them() {
        let secret = Record {
            scope: Scope::new("111122223333".parse().unwrap(), "eu-west-1"),
            name: "prod/Db".into(),
            suffix: "AbCdEf".into(),
            description: Some("The Main database".into()),
            of_type: None,
            kms_key: None,
            versions: vec![],
            policy: None,
            deletion: None,
            created_at: TimestampMs(0),
            changed_at: TimestampMs(0),
            accessed_at: None,
            tags: vec![Tag { key: "team".into(), value: "Red".into() }],
        };
        let found = |key: Name, values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            fits(&secret, &[Filter { key: Some(key), values: Some(values) }])
        };
        assert!(found(Name::Name, &["x", "prod"]) && !found(Name::Name, &["Prod"]));
        assert!(found(Name::Name, &["!x"]) && !found(Name::Name, &["!prod"]));
        assert!(found(Name::Description, &["main"]) && !found(Name::Description, &["base"]));
        assert!(found(Name::TagKey, &["te"]) && !found(Name::TagKey, &["Te"]));
        assert!(found(Name::TagValue, &["Red"]) && !found(Name::TagValue, &["red"]));
        assert!(found(Name::PrimaryRegion, &["EU"]));
        assert!(found(Name::All, &["nothing RED"]) && !found(Name::All, &["nothing"]));
        assert!(!found(Name::OwningService, &["x"]));
        assert!(fits(&secret, &[]));
    }
}
