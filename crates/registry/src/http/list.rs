//! Lists: tags, repositories, and the images that are about another one.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderName, LINK};
use serde_json::json;

use ferrogate_image::manifest::media;

use super::query::encode;
use super::reply::{self, Refusal};
use super::{Call, Reply};
use crate::catalog;

/// Tags or repositories of one answer, also when more are asked for or no number is said.
const PAGE_MAX: usize = 10_000;
/// Referrers of one answer: each costs a look into its manifest.
const REFERRERS_MAX: usize = 100;

const FILTERS_APPLIED: HeaderName = HeaderName::from_static("oci-filters-applied");

impl Call<'_> {
    pub(super) fn tags(&self, name: &str) -> Reply {
        let all = self.catalog.tags(&self.scope, name)?;
        let (tags, next) = self.page(all)?;
        let mut response = reply::json(json!({"name": name, "tags": tags}).to_string());
        if let Some(next) = next {
            reply::set(&mut response, LINK, &link(&format!("/v2/{name}/tags/list?{next}")));
        }
        Ok(response)
    }

    pub(super) fn repositories(&self) -> Reply {
        let all = self.catalog.repositories(&self.scope)?;
        let all = all.iter().map(|repository| repository.name.clone()).collect();
        let (names, next) = self.page(all)?;
        let mut response = reply::json(json!({"repositories": names}).to_string());
        if let Some(next) = next {
            reply::set(&mut response, LINK, &link(&format!("/v2/_catalog?{next}")));
        }
        Ok(response)
    }

    /// The part of a sorted list that `n` and `last` ask for, and the query of the next one.
    fn page(&self, mut all: Vec<String>) -> Result<(Vec<String>, Option<String>), Refusal> {
        let size = match self.query.get("n") {
            None => PAGE_MAX,
            Some(text) => text.parse::<usize>().map_err(|_| {
                let text = "n must be a number";
                Refusal::new(StatusCode::BAD_REQUEST, "PAGINATION_NUMBER_INVALID", text)
            })?,
        };
        if let Some(last) = self.query.get("last") {
            all.retain(|name| name.as_str() > last);
        }
        let size = size.min(PAGE_MAX);
        let more = all.len() > size;
        all.truncate(size);
        let next = all.last().filter(|_| more);
        let next = next.map(|last| format!("n={size}&last={}", encode(last)));
        Ok((all, next))
    }

    pub(super) async fn referrers(&self, name: &str, subject: &str) -> Reply {
        let subject = catalog::digest(subject)?;
        let kinds: Vec<String> = self.query.all("artifactType").map(str::to_owned).collect();
        let last = self.query.get("last");
        let found = self
            .catalog
            .referrers(&self.scope, name, &subject, &kinds, last, REFERRERS_MAX)
            .await?;
        let (manifests, more) = found;
        let next = manifests.last().filter(|_| more).map(|last| encode(&last.digest));
        let index = json!({
            "schemaVersion": 2,
            "mediaType": media::OCI_INDEX,
            "manifests": manifests,
        });
        let mut response = reply::whole(StatusCode::OK, index.to_string());
        reply::set(&mut response, CONTENT_TYPE, media::OCI_INDEX);
        if !kinds.is_empty() {
            reply::set(&mut response, FILTERS_APPLIED, "artifactType");
        }
        if let Some(next) = next {
            let mut path = format!("/v2/{name}/referrers/{subject}?last={next}");
            for kind in kinds {
                path.push_str("&artifactType=");
                path.push_str(&encode(&kind));
            }
            reply::set(&mut response, LINK, &link(&path));
        }
        Ok(response)
    }
}

fn link(path: &str) -> String {
    format!("<{path}>; rel=\"next\"")
}
