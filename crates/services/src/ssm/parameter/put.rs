//! Making parameters, and writing another version of one.

use ferrogate_api::ssm::{
    Error, ParameterTier, ParameterType, PutParameterRequest, PutParameterResult,
};
use ferrogate_api::{Cx, Failure, OrFault};
use ferrogate_auth::Secret;
use ferrogate_records::Tag;
use ferrogate_records::ssm::parameter::{
    self, Description, Record, Tier, Type, VERSIONS_MAX, Version, value,
};
use ferrogate_state::Entry;
use ferrogate_store::Key;
use regex::RegexBuilder;

use super::super::{Result, not_built};
use super::{Parameters, View, fault, invalid, name, number, tag};
use crate::change::Change;

/// The key that AWS has for everybody.
const DEFAULT_KEY: &str = "alias/aws/ssm";
/// Bytes that a compiled pattern may take.
const PATTERN_BYTES_MAX: usize = 1 << 20;
/// Parameters of one account and region, of each tier (service quotas).
const STANDARD_MAX: usize = 10_000;
const ADVANCED_MAX: usize = 100_000;

impl Parameters {
    pub(in crate::ssm) async fn put_parameter(
        &self,
        cx: &Cx,
        input: PutParameterRequest,
    ) -> Result<PutParameterResult> {
        name::check_new(&input.name)?;
        check(&input)?;
        let tags = tag::accepted(input.tags.clone().unwrap_or_default())?;
        let id = uuid::Uuid::new_v4().simple().to_string();
        let secret = Secret::new(input.value.clone());
        let written = self
            .change(cx, |view, change| match view.named(&input.name)? {
                Some(old) => self.write_again(view, change, &old, &input, &secret),
                None => self.make(view, change, (&id, &tags), &input, &secret),
            })
            .await?;
        Ok(PutParameterResult {
            version: Some(number(written.version())),
            tier: Some(written.newest.tier.as_str().into()),
        })
    }

    fn make(
        &self,
        view: &View,
        change: &mut Change,
        (id, tags): (&str, &[Tag]),
        input: &PutParameterRequest,
        secret: &Secret,
    ) -> Result<Record> {
        let kind = type_of(input)?
            .ok_or_else(|| invalid("A parameter type is required when you create a parameter."))?;
        let record = Record {
            scope: view.scope.clone(),
            name: input.name.clone(),
            id: id.to_owned(),
            newest: described(view, input, kind, None)?,
            versions: vec![Version { number: 1, labels: vec![] }],
            tags: tags.to_vec(),
        };
        room(view, record.newest.tier)?;
        self.put_value(change, &record, secret)?;
        change.create(parameter::key(&view.scope, &input.name), &record)?;
        Ok(record)
    }

    fn write_again(
        &self,
        view: &View,
        change: &mut Change,
        old: &Entry<Record>,
        input: &PutParameterRequest,
        secret: &Secret,
    ) -> Result<Record> {
        if input.overwrite != Some(true) {
            let text = "The parameter already exists. To overwrite this value, set the overwrite \
                        option in the request to true.";
            return Err(Error::parameter_already_exists(text).into());
        }
        let kind = type_of(input)?.unwrap_or(old.newest.kind);
        if kind != old.newest.kind {
            let text = format!(
                "The parameter {} is of the type {}, which can't be changed: delete it and create \
                 a new one.",
                old.name,
                old.newest.kind.as_str()
            );
            return Err(Error::hierarchy_type_mismatch(text).into());
        }
        let mut record: Record = (**old).clone();
        record.newest = described(view, input, kind, Some(&old.newest))?;
        record.versions.push(Version { number: old.version() + 1, labels: vec![] });
        if record.versions.len() > VERSIONS_MAX {
            let oldest = record.versions.remove(0);
            if !oldest.labels.is_empty() {
                return Err(is_full(&old.name, oldest.number));
            }
            let key = value::key(&record.scope, &record.id, oldest.number);
            change.delete_under(Key::new(key).map_err(fault)?);
        }
        self.put_value(change, &record, secret)?;
        change.put(old, record.clone())?;
        Ok(record)
    }

    /// Writes the value of the newest version.
    fn put_value(&self, change: &mut Change, record: &Record, secret: &Secret) -> Result<()> {
        let (scope, newest) = (&record.scope, record.version());
        let of = value::belongs_to(scope, &record.id, newest);
        let sealed = self.vault.seal(&of, secret).or_fault()?;
        let written = value::Record { sealed, description: record.newest.clone() };
        change.create(value::key(scope, &record.id, newest), &written)
    }
}

/// What of a request makes no sense, whatever there is.
fn check(input: &PutParameterRequest) -> Result<()> {
    if input.value.is_empty() {
        return Err(invalid(
            "1 validation error detected: Value '' at 'value' failed to satisfy constraint: \
             Member must have length greater than or equal to 1",
        ));
    }
    if input.overwrite == Some(true) && input.tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
        return Err(invalid(
            "Invalid request: tags and overwrite can't be used together. To create a parameter \
             with tags, please remove overwrite flag. To update tags for an existing parameter, \
             please use AddTagsToResource or RemoveTagsFromResource.",
        ));
    }
    if input.policies.as_deref().is_some_and(|policies| policies.trim() != "[]") {
        return Err(not_built("Policies of a parameter"));
    }
    match input.data_type.as_deref() {
        None | Some("" | "text") => Ok(()),
        Some(other @ ("aws:ec2:image" | "aws:ssm:integration")) => {
            Err(not_built(&format!("The data type {other} of a parameter")))
        }
        Some(other) => Err(invalid(format!(
            "The following data type is not supported: {other} (Data type names are all \
             lowercase.)"
        ))),
    }
}

fn type_of(input: &PutParameterRequest) -> Result<Option<Type>> {
    let kind = match &input.r#type {
        None => None,
        Some(ParameterType::String) => Some(Type::String),
        Some(ParameterType::StringList) => Some(Type::StringList),
        Some(ParameterType::SecureString) => Some(Type::SecureString),
        Some(ParameterType::Unknown(other)) => {
            let text = format!("The parameter type {other} is not supported.");
            return Err(Error::unsupported_parameter_type(text).into());
        }
    };
    Ok(kind)
}

/// What the version that a request makes is, after `old` if there is one: what the request does
/// not say stays.
fn described(
    view: &View,
    input: &PutParameterRequest,
    kind: Type,
    old: Option<&Description>,
) -> Result<Description> {
    key(input, kind)?;
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let allowed_pattern = match &input.allowed_pattern {
        Some(pattern) => Some(pattern.clone()).filter(|pattern| !pattern.is_empty()),
        None => old.and_then(|old| old.allowed_pattern.clone()),
    };
    if let Some(pattern) = &allowed_pattern {
        matches(pattern, &input.value)?;
    }
    Ok(Description {
        kind,
        tier: tier(input, old)?,
        description: match &input.description {
            Some(_) => given(&input.description),
            None => old.and_then(|old| old.description.clone()),
        },
        allowed_pattern,
        modified_at: view.now,
        modified_by: view.caller.clone(),
    })
}

/// Values are sealed under the engine's own key.
fn key(input: &PutParameterRequest, kind: Type) -> Result<()> {
    match input.key_id.as_deref() {
        None => Ok(()),
        Some(_) if kind != Type::SecureString => {
            Err(invalid("KeyId is not supported for parameters that are not SecureString."))
        }
        Some(DEFAULT_KEY) => Ok(()),
        Some(_) => Err(not_built("A KeyId of a customer's key")),
    }
}

fn tier(input: &PutParameterRequest, old: Option<&Description>) -> Result<Tier> {
    let before = old.map(|old| old.tier);
    let tier = match &input.tier {
        None => before.unwrap_or(Tier::Standard),
        Some(ParameterTier::Standard) if before == Some(Tier::Advanced) => {
            return Err(invalid(
                "This parameter uses the advanced-parameter tier. You can't downgrade a parameter \
                 from the advanced-parameter tier to the standard-parameter tier. If necessary, \
                 you can delete the advanced parameter and recreate it as a standard parameter.",
            ));
        }
        Some(ParameterTier::Standard) => Tier::Standard,
        Some(ParameterTier::Advanced) => Tier::Advanced,
        Some(ParameterTier::IntelligentTiering) => {
            let large = input.value.len() > Tier::Standard.bytes_max();
            if large { Tier::Advanced } else { before.unwrap_or(Tier::Standard) }
        }
        Some(ParameterTier::Unknown(other)) => {
            return Err(invalid(format!("The parameter tier {other} is not supported.")));
        }
    };
    match (tier, input.value.len() > tier.bytes_max()) {
        (_, false) => Ok(tier),
        (Tier::Standard, true) => Err(invalid(
            "Standard tier parameters support a maximum parameter value of 4096 characters. To \
             create a larger parameter value, upgrade the parameter to use the advanced-parameter \
             tier.",
        )),
        (Tier::Advanced, true) => Err(invalid(
            "Advanced tier parameters support a maximum parameter value of 8192 characters.",
        )),
    }
}

fn matches(pattern: &str, text: &str) -> Result<()> {
    let compiled = RegexBuilder::new(pattern).size_limit(PATTERN_BYTES_MAX).build();
    let Ok(compiled) = compiled else {
        let text = "The regular expression of allowedPattern is not valid.";
        return Err(Error::invalid_allowed_pattern(text).into());
    };
    if compiled.is_match(text) {
        return Ok(());
    }
    let text = format!("Parameter value, cannot be validated against allowedPattern: {pattern}");
    Err(Error::parameter_pattern_mismatch(text).into())
}

/// Refuses a parameter more than an account may have.
fn room(view: &View, tier: Tier) -> Result<()> {
    let most = match tier {
        Tier::Standard => STANDARD_MAX,
        Tier::Advanced => ADVANCED_MAX,
    };
    if view.all()?.iter().filter(|one| one.newest.tier == tier).count() < most {
        return Ok(());
    }
    let text = format!(
        "You have exceeded the number of parameters for this AWS account: {most} of the tier {}.",
        tier.as_str()
    );
    Err(Error::parameter_limit_exceeded(text).into())
}

fn is_full(name: &str, oldest: u64) -> Failure<Error> {
    let text = format!(
        "You attempted to create a new version of {name} by calling the PutParameter API with the \
         overwrite flag. Version {oldest}, the oldest version, can't be deleted because it has a \
         label associated with it. Move the label to another version of the parameter, and try \
         again."
    );
    Error::parameter_max_version_limit_exceeded(text).into()
}
