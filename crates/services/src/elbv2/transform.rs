//! Transforms of rules, as requests give them and as they are shown (API model, `RuleTransform`).
//! What they do is the [balancer's](ferrogate_records::balancer::Transform).

use ferrogate_api::elbv2::{
    HostHeaderRewriteConfig, RewriteConfig, RuleTransform, TransformTypeEnum, UrlRewriteConfig,
};
use ferrogate_records::balancer::Transform;
use regex::RegexBuilder;

use super::{Result, invalid};

/// Characters of an expression, and of what stands in its place (API model, `RewriteConfig`).
const TEXT_MAX: usize = 1024;
/// What a compiled expression may take of memory: no more than nodes let it take.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// The transforms of a rule: at most one of each kind.
///
/// # Errors
/// AWS's, for what can't be.
pub(super) fn read(asked: &[RuleTransform]) -> Result<Vec<Transform>> {
    let all = asked.iter().map(one).collect::<Result<Vec<_>>>()?;
    for (n, transform) in all.iter().enumerate() {
        let kind = std::mem::discriminant(transform);
        if all[..n].iter().any(|other| std::mem::discriminant(other) == kind) {
            let kind = self::kind(transform);
            return invalid(format!("A rule can only have one '{kind}' transform"));
        }
    }
    Ok(all)
}

fn one(asked: &RuleTransform) -> Result<Transform> {
    let (host, url) = (&asked.host_header_rewrite_config, &asked.url_rewrite_config);
    let kind = asked.r#type.clone().unwrap_or_default();
    let rewrites = match (&kind, host, url) {
        (TransformTypeEnum::HostHeaderRewrite, Some(host), None) => &host.rewrites,
        (TransformTypeEnum::UrlRewrite, None, Some(url)) => &url.rewrites,
        _ => {
            let config = match kind {
                TransformTypeEnum::HostHeaderRewrite => "HostHeaderRewriteConfig",
                _ => "UrlRewriteConfig",
            };
            return invalid(format!(
                "A transform of type '{kind}' must have '{config}' and no other config"
            ));
        }
    };
    let Some([rewrite]) = rewrites.as_deref() else {
        return invalid(format!("A transform of type '{kind}' must have exactly one rewrite"));
    };
    let regex = rewrite.regex.clone().unwrap_or_default();
    let replace = rewrite.replace.clone().unwrap_or_default();
    if regex.is_empty() {
        return invalid(format!("A rewrite of type '{kind}' must have a regex"));
    }
    for (name, text) in [("Regex", &regex), ("Replace", &replace)] {
        if text.chars().count() > TEXT_MAX {
            return invalid(format!("{name} cannot contain more than {TEXT_MAX} characters"));
        }
        if text.chars().any(char::is_control) {
            return invalid(format!("{name} contains a character that is not valid"));
        }
    }
    // Neither look-around nor back-references: as AWS.
    let mut builder = RegexBuilder::new(&regex);
    if builder.case_insensitive(true).size_limit(REGEX_BYTES_MAX).build().is_err() {
        return invalid(format!("The regex value '{regex}' is not valid"));
    }
    Ok(match kind {
        TransformTypeEnum::HostHeaderRewrite => Transform::Host { regex, replace },
        _ => Transform::Url { regex, replace },
    })
}

fn kind(of: &Transform) -> TransformTypeEnum {
    match of {
        Transform::Host { .. } => TransformTypeEnum::HostHeaderRewrite,
        Transform::Url { .. } => TransformTypeEnum::UrlRewrite,
    }
}

/// A transform as it is shown.
pub(super) fn show(of: &Transform) -> RuleTransform {
    let shown = RuleTransform { r#type: Some(kind(of)), ..RuleTransform::default() };
    let rewrites = |regex: &String, replace: &String| {
        let (regex, replace) = (Some(regex.clone()), Some(replace.clone()));
        Some(vec![RewriteConfig { regex, replace }])
    };
    match of {
        Transform::Host { regex, replace } => {
            let config = HostHeaderRewriteConfig { rewrites: rewrites(regex, replace) };
            RuleTransform { host_header_rewrite_config: Some(config), ..shown }
        }
        Transform::Url { regex, replace } => {
            let config = UrlRewriteConfig { rewrites: rewrites(regex, replace) };
            RuleTransform { url_rewrite_config: Some(config), ..shown }
        }
    }
}
