//! What AWS says when somebody may not, read: who lacks what, and the statement that is missing.

use serde_json::{Value, json};

/// A refusal of the authoriser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Denied {
    /// The caller's ARN.
    pub(crate) who: String,
    /// What it may not.
    pub(crate) action: String,
    /// On what; `*` where AWS names nothing.
    pub(crate) resource: String,
    /// Which kind of policy, and whether it says so.
    why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    /// No policy of this kind allows it.
    Lacks(String),
    /// A policy of this kind denies it.
    Denies(String),
    /// AWS does not say.
    Unsaid,
}

impl Denied {
    /// Reads AWS's message, whatever stands around it.
    pub(crate) fn read(message: &str) -> Option<Self> {
        let (_, rest) = message.split_once("User: ")?;
        let (who, rest) = rest.split_once(" is not authorized to perform: ")?;
        let (action, rest) = word(rest);
        let (resource, rest) = match rest.strip_prefix(" on resource: ") {
            Some(rest) => {
                // Names of some resources have blanks: the reason is where they end.
                let end = [" because ", " with an explicit ", ". ", "\n"];
                let end = end.iter().filter_map(|mark| rest.find(mark)).min();
                let (resource, rest) = rest.split_at(end.unwrap_or(rest.len()));
                (resource.trim_end_matches('.'), rest)
            }
            None => ("*", rest),
        };
        let between = |before: &str, after: &str| {
            let (_, rest) = rest.split_once(before)?;
            Some(rest.split(after).next().unwrap_or_default().trim_end_matches('.').to_owned())
        };
        let why = match (between("explicit deny in ", ":"), between("because no ", " allows")) {
            (Some(kind), _) => {
                let kind = kind.trim_start_matches("an ").trim_start_matches("a ");
                Why::Denies(kind.trim_start_matches("the ").to_owned())
            }
            (None, Some(kind)) => Why::Lacks(kind),
            (None, None) => Why::Unsaid,
        };
        let is_action = action.split_once(':').is_some_and(|(of, name)| {
            !of.is_empty() && !name.is_empty() && !action.contains(['"', '{'])
        });
        is_action.then(|| Self {
            who: who.to_owned(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            why,
        })
    }

    /// What to do: the statement to add and where, or why none helps.
    pub(crate) fn fix(&self) -> String {
        let whose = whose(&self.who);
        let statement = statement(&[&self.action], &[&self.resource]);
        match &self.why {
            Why::Denies(kind) => {
                format!(
                    "change the statement that denies it, in the {kind} of {whose}: no other helps"
                )
            }
            Why::Lacks(kind) if kind.contains("boundary") => {
                format!("add to the permissions boundary of {whose}: {statement}")
            }
            Why::Lacks(kind) if kind.contains("session") => format!(
                "the policies that the session was made with lack it; make another with: {statement}"
            ),
            Why::Lacks(kind) if kind.contains("resource-based") || kind.contains("trust") => {
                let mut statement = statement;
                statement["Principal"] = json!({"AWS": principal(&self.who)});
                if let Value::Object(members) = &mut statement
                    && kind.contains("trust")
                {
                    members.remove("Resource");
                }
                format!("add to the policy of {}: {statement}", self.resource)
            }
            // Trust can lack, too: that of a role is asked by sts:AssumeRole.
            Why::Unsaid if self.action.starts_with("sts:AssumeRole") => format!(
                "{} must trust {}, and to a policy of that: {statement}",
                self.resource,
                principal(&self.who)
            ),
            Why::Lacks(_) | Why::Unsaid => format!("add to a policy of {whose}: {statement}"),
        }
    }
}

/// A statement that allows these.
pub(crate) fn statement(actions: &[&str], resources: &[&str]) -> Value {
    let resources: Vec<String> = resources.iter().map(|arn| plain(arn)).collect();
    let one_or_all = |all: Vec<&str>| match all[..] {
        [one] => json!(one),
        _ => json!(all),
    };
    json!({
        "Effect": "Allow",
        "Action": one_or_all(actions.to_vec()),
        "Resource": one_or_all(resources.iter().map(String::as_str).collect()),
    })
}

/// A name that looks like a variable is none.
fn plain(arn: &str) -> String {
    arn.replace("${", "${$}{")
}

/// The part before a blank.
fn word(text: &str) -> (&str, &str) {
    text.find(' ').map_or((text.trim_end_matches('.'), ""), |at| text.split_at(at))
}

/// The role or user that a caller's policies are attached to, as people call it.
pub(crate) fn whose(arn: &str) -> String {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or(arn);
    match resource.split('/').collect::<Vec<_>>()[..] {
        ["assumed-role", role, ..] => format!("role {role}"),
        ["role", .., name] => format!("role {name}"),
        ["user", .., name] => format!("user {name}"),
        _ => arn.to_owned(),
    }
}

/// As a policy of a resource names it: of a session its role, where that has no path.
fn principal(arn: &str) -> String {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts[..] {
        [arn, partition, "sts", "", account, resource] if resource.starts_with("assumed-role/") => {
            let role = resource.split('/').nth(1).unwrap_or_default();
            format!("{arn}:{partition}:iam::{account}:role/{role}")
        }
        _ => arn.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/app/work";

    /// Message, what stands at the beginning of the fix, and the statement in it.
    #[test]
    fn a_refusal_says_what_to_add_and_where() {
        let cluster = "arn:aws:ecs:us-east-1:111122223333:cluster/prod";
        let text = |reason: &str| {
            format!(
                "User: {SESSION} is not authorized to perform: ecs:DescribeClusters on resource: {cluster}{reason}"
            )
        };
        let own = json!({"Effect": "Allow", "Action": "ecs:DescribeClusters", "Resource": cluster});
        for (reason, begins) in [
            (
                " because no identity-based policy allows the ecs:DescribeClusters action",
                "add to a policy of role app: ",
            ),
            ("", "add to a policy of role app: "),
            (".", "add to a policy of role app: "),
            (
                " because no permissions boundary allows the ecs:DescribeClusters action",
                "add to the permissions boundary of role app: ",
            ),
            (
                " because no session policy allows the ecs:DescribeClusters action",
                "the policies that the session was made with lack it; make another with: ",
            ),
        ] {
            let fix = Denied::read(&text(reason)).unwrap().fix();
            let statement = fix.strip_prefix(begins).unwrap_or_else(|| panic!("{fix}"));
            assert_eq!(serde_json::from_str::<Value>(statement).unwrap(), own);
        }
        let fix = Denied::read(&text(" with an explicit deny in an identity-based policy"))
            .unwrap()
            .fix();
        assert_eq!(
            fix,
            "change the statement that denies it, in the identity-based policy of role app: no other helps"
        );
        let fix = Denied::read(&text(" because no resource-based policy allows the x action"));
        let fix = fix.unwrap().fix();
        assert!(fix.starts_with(&format!("add to the policy of {cluster}: ")), "{fix}");
        assert!(fix.contains(r#""AWS":"arn:aws:iam::111122223333:role/app""#), "{fix}");
    }

    #[test]
    fn what_stands_around_it_does_not_matter() {
        let ec2 = "You are not authorized to perform this operation. User: arn:aws:iam::1:user/a/bob is \
                   not authorized to perform: ec2:CreateVpc on resource: arn:aws:ec2:r:1:vpc/* because no \
                   identity-based policy allows the ec2:CreateVpc action. Encoded authorization failure \
                   message: abc";
        let denied = Denied::read(ec2).unwrap();
        assert_eq!(
            (&*denied.action, &*denied.resource),
            ("ec2:CreateVpc", "arn:aws:ec2:r:1:vpc/*")
        );
        assert!(denied.fix().starts_with("add to a policy of user bob: "));
        let none = Denied::read("User: a is not authorized to perform: ecs:ListClusters").unwrap();
        assert_eq!(none.resource, "*");
        let trust = "User: arn:aws:iam::1:user/bob is not authorized to perform: sts:AssumeRole on \
                     resource: arn:aws:iam::1:role/app";
        assert!(
            Denied::read(trust).unwrap().fix().starts_with("arn:aws:iam::1:role/app must trust")
        );
        for other in ["", "Not authorized", "User: x is not authorized to perform: nothing"] {
            assert_eq!(Denied::read(other), None, "{other}");
        }
    }

    #[test]
    fn a_name_that_looks_like_a_variable_is_none_in_a_statement() {
        let statement =
            statement(&["ssm:GetParameter"], &["arn:aws:ssm:r:1:parameter/${aws:username}"]);
        assert_eq!(statement["Resource"], "arn:aws:ssm:r:1:parameter/${$}{aws:username}");
    }
}
