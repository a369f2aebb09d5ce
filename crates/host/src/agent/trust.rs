//! What programs in tasks with a role trust, so that SDKs take the endpoints of their VPC for AWS's without a
//! setting: the authority of those endpoints, beside the public ones that this host trusts, so
//! that a program that means the real AWS reaches that as before.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use ferrogate_base::errors::chain;
use parking_lot::Mutex;

/// The authority of endpoints alone, in a container.
const AUTHORITY: &str = "/etc/ferrogate/endpoints-ca.pem";
/// It and the public ones.
const BUNDLE: &str = "/etc/ferrogate/ca-bundle.pem";

/// Where hosts keep the authorities that they trust: Debian and its kin, Fedora's, openSUSE,
/// Alpine.
const PUBLIC: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];
/// As much of them as is read.
const PUBLIC_BYTES_MAX: u64 = 4 << 20;

/// By which variables a program says itself whom it trusts; botocore reads the second one where
/// the first is not set.
const OF_SDKS: [&str; 2] = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"];
const OF_NODE: &str = "NODE_EXTRA_CA_CERTS";

/// The files that tasks see.
pub(super) struct Trust {
    dir: PathBuf,
    /// Whether tasks may reach anything beside this engine.
    leads_out: bool,
    said: Mutex<Option<Said>>,
}

struct Said {
    pem: String,
    has_bundle: bool,
}

/// What a task has of it: where on the host each file is, and where in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trusted {
    pub(super) files: Vec<(PathBuf, String)>,
}

impl Trust {
    /// With its files in a folder of `data_dir`. `leads_out`: tasks may reach the real AWS.
    pub(super) fn new(data_dir: &Path, leads_out: bool) -> Self {
        Self { dir: data_dir.join("trust"), leads_out, said: Mutex::default() }
    }

    /// The server has said who speaks for endpoints.
    pub(super) fn take(&self, pem: &str) {
        let mut said = self.said.lock();
        if said.as_ref().is_some_and(|said| said.pem == pem) {
            return;
        }
        match self.write(pem) {
            Ok(has_bundle) => *said = Some(Said { pem: pem.to_owned(), has_bundle }),
            Err(error) => {
                let error = chain(&error).to_string();
                tracing::error!(error, "tasks will not trust the endpoints of their VPC");
            }
        }
    }

    /// Writes the files: whether there is one with the public authorities. They are found again by
    /// their names only until the next agent writes them anew; who has one mounted keeps it.
    fn write(&self, pem: &str) -> io::Result<bool> {
        std::fs::create_dir_all(&self.dir)?;
        self.put("endpoints-ca.pem", pem.as_bytes())?;
        let public = PUBLIC.iter().find_map(|path| read(Path::new(path)).ok());
        match public {
            Some(public) => {
                let all = [pem.as_bytes(), b"\n", &public].concat();
                self.put("ca-bundle.pem", &all).map(|()| true)
            }
            // Nothing else can be reached that would have to be trusted.
            None if !self.leads_out => self.put("ca-bundle.pem", pem.as_bytes()).map(|()| true),
            None => Ok(false),
        }
    }

    fn put(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let (path, new) = (self.dir.join(name), self.dir.join(format!("{name}.new")));
        std::fs::write(&new, content)?;
        std::fs::set_permissions(&new, std::fs::Permissions::from_mode(0o644))?;
        std::fs::rename(&new, &path)
    }

    /// What a task is to see of it: nothing before the server has said it.
    pub(super) fn of_task(&self) -> Trusted {
        let said = self.said.lock();
        let Some(said) = &*said else { return Trusted::default() };
        let file = |name: &str, at: &str| (self.dir.join(name), at.to_owned());
        let mut files = vec![file("endpoints-ca.pem", AUTHORITY)];
        if said.has_bundle {
            files.push(file("ca-bundle.pem", BUNDLE));
        }
        Trusted { files }
    }
}

impl Trusted {
    fn has(&self, at: &str) -> bool {
        self.files.iter().any(|(_, of)| of == at)
    }

    /// The variables by which SDKs in a container find the files, but for those that it, its image
    /// or a secret sets by itself: who names authorities of his own means those.
    pub(super) fn environment(
        &self,
        own: &[(String, String)],
        secret: impl Fn(&str) -> bool,
        of_image: &[String],
    ) -> Vec<(&'static str, &'static str)> {
        let is_set = |name: &str| {
            own.iter().any(|(key, _)| key == name)
                || secret(name)
                || of_image.iter().any(|line| line.split('=').next() == Some(name))
        };
        let mut environment = vec![];
        if self.has(BUNDLE) && !OF_SDKS.iter().any(|name| is_set(name)) {
            environment.push((OF_SDKS[0], BUNDLE));
        }
        if self.has(AUTHORITY) && !is_set(OF_NODE) {
            environment.push((OF_NODE, AUTHORITY));
        }
        environment
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    use std::io::Read;
    let mut content = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(PUBLIC_BYTES_MAX + 1).read_to_end(&mut content)?;
    if content.len() as u64 > PUBLIC_BYTES_MAX || content.is_empty() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(leads_out: bool) -> (tempfile::TempDir, Trust) {
        let dir = tempfile::tempdir().unwrap();
        let trust = Trust::new(dir.path(), leads_out);
        (dir, trust)
    }

    #[test]
    fn a_task_sees_nothing_before_it_is_said_and_then_files_that_all_may_read() {
        let (_dir, trust) = said(false);
        assert_eq!(trust.of_task(), Trusted::default());
        trust.take("PEM");
        let trusted = trust.of_task();
        assert_eq!(trusted.files[0].1, AUTHORITY);
        for (path, _) in &trusted.files {
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o644);
            assert!(std::fs::read_to_string(path).unwrap().starts_with("PEM"));
        }
        let found = trusted.environment(&[], |_| false, &[]);
        assert_eq!(found, [("AWS_CA_BUNDLE", BUNDLE), ("NODE_EXTRA_CA_CERTS", AUTHORITY)]);
    }

    #[test]
    fn who_names_authorities_himself_means_those() {
        let (_dir, trust) = said(false);
        trust.take("PEM");
        let trusted = trust.of_task();
        let node = [("NODE_EXTRA_CA_CERTS", AUTHORITY)];
        for name in OF_SDKS {
            let own = [(name.to_owned(), "/own.pem".to_owned())];
            assert_eq!(trusted.environment(&own, |_| false, &[]), node, "{name}");
            assert_eq!(trusted.environment(&[], |of| of == name, &[]), node, "{name}");
            let of_image = [format!("{name}=/own.pem")];
            assert_eq!(trusted.environment(&[], |_| false, &of_image), node, "{name}");
        }
        let of_image = ["NODE_EXTRA_CA_CERTS=/own.pem".to_owned()];
        let found = trusted.environment(&[], |_| false, &of_image);
        assert_eq!(found, [("AWS_CA_BUNDLE", BUNDLE)]);
    }

    #[test]
    fn without_public_authorities_the_real_aws_is_not_hidden() {
        let none = Trusted { files: vec![("/a".into(), AUTHORITY.to_owned())] };
        assert_eq!(none.environment(&[], |_| false, &[]), [("NODE_EXTRA_CA_CERTS", AUTHORITY)]);
    }
}
