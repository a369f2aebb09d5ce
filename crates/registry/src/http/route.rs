//! From a path to what it means.

use http::Method;

use super::query::decode;

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The repository's name, unchecked; none for the registry as a whole.
    pub(super) repository: Option<String>,
    pub(super) target: Target,
}

/// What of it. Texts are as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Version,
    Repositories,
    Tags,
    Referrers(String),
    Manifest(String),
    Blob(String),
    Uploads,
    Upload(String),
}

impl Place {
    /// Reads a path that begins with `/v2`. The last segments decide, so a repository may
    /// have a part called `tags`.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let path = path.strip_prefix("/v2")?;
        let whole = |target| Some(Self { repository: None, target });
        match path {
            "" | "/" => return whole(Target::Version),
            "/_catalog" => return whole(Target::Repositories),
            _ => {}
        }
        let segments: Vec<String> = path.strip_prefix('/')?.split('/').map(decode).collect();
        let words: Vec<&str> = segments.iter().map(String::as_str).collect();
        let (name, target) = match *words {
            [ref name @ .., "tags", "list"] => (name, Target::Tags),
            [ref name @ .., "blobs", "uploads", ""] | [ref name @ .., "blobs", "uploads"] => {
                (name, Target::Uploads)
            }
            [ref name @ .., "blobs", "uploads", id] => (name, Target::Upload(id.into())),
            [ref name @ .., "blobs", digest] => (name, Target::Blob(digest.into())),
            [ref name @ .., "manifests", reference] => (name, Target::Manifest(reference.into())),
            [ref name @ .., "referrers", digest] => (name, Target::Referrers(digest.into())),
            _ => return None,
        };
        if name.is_empty() {
            return None;
        }
        Some(Self { repository: Some(name.join("/")), target })
    }

    /// The methods that mean something here.
    pub(super) fn methods(&self) -> &'static str {
        match self.target {
            Target::Version | Target::Repositories | Target::Tags | Target::Referrers(_) => {
                "GET, HEAD"
            }
            Target::Manifest(_) => "GET, HEAD, PUT, DELETE",
            Target::Blob(_) => "GET, HEAD, DELETE",
            Target::Uploads => "POST",
            Target::Upload(_) => "GET, PATCH, PUT, DELETE",
        }
    }

    /// The action of ECR that a method stands for; `None` for one that means nothing here.
    pub(super) fn action(&self, method: &Method) -> Option<&'static str> {
        let allowed = self.methods().split(", ").any(|known| known == method.as_str());
        if !allowed {
            return None;
        }
        Some(match &self.target {
            Target::Version => "ecr:GetAuthorizationToken",
            Target::Repositories => "ecr:DescribeRepositories",
            Target::Tags => "ecr:ListImages",
            Target::Referrers(_) => "ecr:ListImageReferrers",
            Target::Manifest(_) | Target::Blob(_) if method == Method::DELETE => {
                "ecr:BatchDeleteImage"
            }
            Target::Manifest(_) if method == Method::PUT => "ecr:PutImage",
            Target::Manifest(_) => "ecr:BatchGetImage",
            Target::Blob(_) => "ecr:GetDownloadUrlForLayer",
            Target::Uploads => "ecr:InitiateLayerUpload",
            Target::Upload(_) if method == Method::PUT => "ecr:CompleteLayerUpload",
            Target::Upload(_) => "ecr:UploadLayerPart",
        })
    }

    /// Whether an action changes nothing.
    pub(super) fn reads(&self, action: &str) -> bool {
        let changes = matches!(action, "ecr:BatchDeleteImage" | "ecr:PutImage");
        !changes && !matches!(self.target, Target::Uploads | Target::Upload(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(repository: &str, target: Target) -> Option<Place> {
        Some(Place { repository: Some(repository.into()), target })
    }

    #[test]
    fn the_last_segments_say_what_is_meant() {
        for (path, meant) in [
            ("/v2/app/tags/list", place("app", Target::Tags)),
            ("/v2/a/tags/tags/list", place("a/tags", Target::Tags)),
            ("/v2/a/b/manifests/1.0", place("a/b", Target::Manifest("1.0".into()))),
            ("/v2/a/blobs/sha256%3Aab", place("a", Target::Blob("sha256:ab".into()))),
            ("/v2/a/blobs/uploads/", place("a", Target::Uploads)),
            ("/v2/a/blobs/uploads", place("a", Target::Uploads)),
            ("/v2/a/blobs/uploads/7", place("a", Target::Upload("7".into()))),
            ("/v2/a/referrers/x", place("a", Target::Referrers("x".into()))),
            ("/v2/manifests/1.0", None),
            ("/v2/a", None),
            ("/v2/a/b/c", None),
        ] {
            assert_eq!(Place::parse(path), meant, "{path}");
        }
        assert_eq!(Place::parse("/v2/").unwrap().target, Target::Version);
        assert_eq!(Place::parse("/v2/_catalog").unwrap().target, Target::Repositories);
    }

    #[test]
    fn only_reading_is_reading() {
        for (path, method, reads) in [
            ("/v2/a/manifests/1", Method::GET, Some(true)),
            ("/v2/a/manifests/1", Method::HEAD, Some(true)),
            ("/v2/a/manifests/1", Method::PUT, Some(false)),
            ("/v2/a/manifests/1", Method::DELETE, Some(false)),
            ("/v2/a/manifests/1", Method::POST, None),
            ("/v2/a/blobs/x", Method::GET, Some(true)),
            ("/v2/a/blobs/x", Method::DELETE, Some(false)),
            ("/v2/a/blobs/uploads/", Method::POST, Some(false)),
            ("/v2/a/blobs/uploads/", Method::GET, None),
            ("/v2/a/blobs/uploads/7", Method::GET, Some(false)),
            ("/v2/a/tags/list", Method::GET, Some(true)),
            ("/v2/a/tags/list", Method::DELETE, None),
        ] {
            let place = Place::parse(path).unwrap();
            let found = place.action(&method).map(|action| place.reads(action));
            assert_eq!(found, reads, "{method} {path}");
        }
    }
}
