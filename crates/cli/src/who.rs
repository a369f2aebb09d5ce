//! `ferrogate whoami`: as whom the engine knows the keys that requests are signed with.

use ferrogate_api::sts::{GetCallerIdentityRequest, op};

use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::{Api, document};
use crate::fault::Outcome;
use crate::target::{KeySource, Target};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct WhoamiArgs {
    /// When the credentials of the environment end, as `aws configure export-credentials` has it
    #[arg(long, hide = true, env = "AWS_CREDENTIAL_EXPIRATION", value_name = "WHEN")]
    pub(crate) expires: Option<String>,
    /// A profile that other tools use
    #[arg(long, hide = true, env = "AWS_PROFILE", value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: WhoamiArgs, api: &Api, target: &Target, ui: &Ui) -> Outcome {
    let found = api.form_of::<op::GetCallerIdentity>(&GetCallerIdentityRequest {}).await?;
    let arn = found.arn.clone().unwrap_or_default();
    let programs = || Answer::one(document(&found), vec![arn.clone()]);
    let people = |_| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let key = target.credentials.as_ref().map(|key| key.access_key_id.clone());
        let lines = [
            ("account", text(&found.account)),
            ("arn", arn.clone()),
            ("kind", kind(&arn)),
            ("id", text(&found.user_id)),
            ("key", key.unwrap_or_default()),
            ("expires", expires(args.expires.as_deref(), target)),
            ("from", target.key_source.to_string()),
            ("engine", format!("{} in {}", api.endpoint(), api.region())),
        ];
        lines.iter().try_for_each(|(name, text)| {
            ui.data(&format!(
                "{} {}",
                ui.terminal.dim(&format!("{name:<8}")),
                ui.terminal.foreign(text)
            ))
        })
    };
    args.output.show(ui, programs, people)?;
    if let Some(profile) = &args.profile
        && target.key_source != KeySource::Environment
    {
        ui.note(&format!(
            "AWS_PROFILE is {profile}, and not read: eval \"$(aws configure export-credentials \
             --profile {profile} --format env)\" puts its keys where they are"
        ));
    }
    Ok(0)
}

/// What the ARN of a caller is of.
fn kind(arn: &str) -> String {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
    let mut parts = resource.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("root"), ..) => "root of the account: no policy limits it".into(),
        (Some("user"), ..) => "a user's access key".into(),
        (Some("assumed-role"), Some(role), Some(session)) => {
            format!("session {session} of role {role}")
        }
        (Some("federated-user"), Some(name), _) => format!("federated session {name}"),
        _ => "of a kind that is not known here".into(),
    }
}

/// Of a session the engine seals its end into its token; only whoever made it was told.
fn expires(told: Option<&str>, target: &Target) -> String {
    let has_token = target.credentials.as_ref().is_some_and(|key| key.token.is_some());
    match (told, has_token) {
        (_, false) => "never: it is no session".into(),
        (Some(at), true) if target.key_source == KeySource::Environment => at.to_owned(),
        (_, true) => "not told: AWS_CREDENTIAL_EXPIRATION is not set".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_session_is_what_the_environment_says() {
        use ferrogate_auth::Secret;
        use ferrogate_auth::sigv4::Credentials;
        let target = |token: Option<&str>, key_source| Target {
            endpoint: "http://x".into(),
            region: "us-east-1".into(),
            account: None,
            credentials: Some(Credentials {
                access_key_id: "ASIA1".into(),
                secret: Secret::new("s"),
                token: token.map(Secret::new),
            }),
            key_source,
            data_dir: None,
        };
        let told = "2026-12-01T00:00:00Z";
        let at = Some(told);
        let session = target(Some("t"), KeySource::Environment);
        assert_eq!(expires(at, &session), told);
        assert!(expires(None, &session).starts_with("not told"));
        // What the environment says is of its own keys.
        assert!(expires(at, &target(Some("t"), KeySource::Nowhere)).starts_with("not told"));
        assert!(expires(at, &target(None, KeySource::Environment)).starts_with("never"));
    }

    #[test]
    fn an_arn_says_what_kind_of_caller_it_is() {
        for (arn, begins) in [
            ("arn:aws:iam::1:root", "root of the account"),
            ("arn:aws:iam::1:user/a/bob", "a user's"),
            ("arn:aws:sts::1:assumed-role/app/work", "session work of role app"),
            ("arn:aws:sts::1:federated-user/eve", "federated session eve"),
            ("", "of a kind"),
        ] {
            assert!(kind(arn).starts_with(begins), "{arn}: {}", kind(arn));
        }
    }
}
