//! What containers' lines go to their collectors by: the options of the log driver, those that
//! are secrets too, and what events say of the container.

use std::collections::BTreeMap;

use ferrogate_link::session::Token;
use ferrogate_link::splunk::{Options, Tagged};
use ferrogate_link::{Assignment, Container, LogDriver};

use super::images::Pulled;
use crate::shim::runtime_id;
use crate::splunk::Settings;

/// Options whose values are secrets, or variables: names and values.
type Secrets = [(String, Token)];

/// What a container's lines go by, if they go to a collector: `variables` are those of its
/// environment that are secrets.
///
/// # Errors
/// Why its driver can't be set up.
pub(super) fn settings(
    of: &Assignment,
    container: &Container,
    image: &Pulled,
    variables: &Secrets,
    options: &Secrets,
) -> Result<Option<Settings>, String> {
    if !matches!(container.log, LogDriver::Splunk(_)) {
        return Ok(None);
    }
    let plain = container.log_options.iter().map(|(name, value)| (name.clone(), Token::new(value)));
    let mut settings = Settings {
        options: plain.chain(options.iter().cloned()).collect(),
        host: of.eni.private_dns_name.clone(),
        tag: String::new(),
        attributes: BTreeMap::new(),
    };
    let options = settings.read()?;
    let id = runtime_id(&of.key, &container.name);
    settings.tag = options.tag.of(&Tagged {
        id: &id,
        name: &container.name,
        image_id: &image.digest,
        image: &container.image,
    });
    settings.attributes = attributes(&options, container, image, variables);
    Ok(Some(settings))
}

/// A variable comes before a label of the same name (docker).
fn attributes(
    options: &Options,
    container: &Container,
    image: &Pulled,
    secrets: &Secrets,
) -> BTreeMap<String, Token> {
    let labels = container.labels.iter().filter(|(name, _)| options.labels.has(name));
    let mut found: BTreeMap<_, _> =
        labels.map(|(name, value)| (name.clone(), Token::new(value))).collect();
    if options.env.is_empty() {
        return found;
    }
    let of_image = image.config.env.iter().filter_map(|pair| pair.split_once('='));
    let own = container.environment.iter().map(|(name, value)| (&**name, &**value));
    let secrets = secrets.iter().map(|(name, value)| (&**name, value.expose()));
    let all = of_image.chain(own).chain(secrets).filter(|(name, _)| options.env.has(name));
    found.extend(all.map(|(name, value)| (name.to_owned(), Token::new(value))));
    found
}
