//! Tags of secrets.

use ferrogate_api::secretsmanager::{
    Error, Tag as Shown, TagResourceRequest, UntagResourceRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Tag;
use ferrogate_records::secretsmanager::secret::Record;
use ferrogate_records::tag::merge;

use super::{Result, SecretsManager};

/// Tags of one secret.
const TAGS_MAX: usize = 50;

impl SecretsManager {
    pub(super) async fn tag_resource(&self, cx: &Cx, input: TagResourceRequest) -> Result<Empty> {
        let new = given(input.tags)?;
        self.change(cx, |view, change| {
            let secret = view.lasting(&input.secret_id)?;
            let mut tags = secret.tags.clone();
            merge(&mut tags, new.clone());
            check_count(tags.len())?;
            change.put(&secret, Record { tags, ..(**secret).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn untag_resource(
        &self,
        cx: &Cx,
        input: UntagResourceRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let secret = view.lasting(&input.secret_id)?;
            let mut tags = secret.tags.clone();
            tags.retain(|tag| !input.tag_keys.contains(&tag.key));
            change.put(&secret, Record { tags, ..(**secret).clone() })?;
            Ok(Empty::default())
        })
        .await
    }
}

/// The tags of a request; of two with one key the later counts, as AWS has it.
pub(super) fn given(tags: Vec<Shown>) -> Result<Vec<Tag>> {
    let mut all = Vec::new();
    for tag in tags {
        let (key, value) = (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
        if key.is_empty() {
            return Err(Error::invalid_parameter("A tag must have a key.").into());
        }
        if key.starts_with("aws:") {
            let text = "Tag keys that begin with aws: are reserved.";
            return Err(Error::invalid_parameter(text).into());
        }
        merge(&mut all, vec![Tag { key, value }]);
    }
    Ok(all)
}

pub(super) fn check_count(count: usize) -> Result<()> {
    match count > TAGS_MAX {
        true => {
            let text = format!("A secret has at most {TAGS_MAX} tags.");
            Err(Error::limit_exceeded(text).into())
        }
        false => Ok(()),
    }
}

/// The tags of a secret as descriptions have them.
pub(super) fn shown(secret: &Record) -> Option<Vec<Shown>> {
    let one = |tag: &Tag| Shown { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
    Some(secret.tags.iter().map(one).collect::<Vec<_>>()).filter(|tags| !tags.is_empty())
}
