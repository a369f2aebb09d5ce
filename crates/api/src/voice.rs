//! How each service speaks when no model says: the codes of refusals, of what is not
//! built, and of our own failures.

use crate::operation::{Protocol, Service};

/// The codes of a service that no model declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Code of a request that breaks the model's constraints.
    pub invalid: &'static str,
    /// Form of the text beside it.
    pub style: Style,
    /// Code of an error that says what is not built.
    pub not_built: &'static str,
    /// Code of our own failure.
    pub internal: &'static str,
}

/// The forms of a refusal's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// All violations in one text that quotes the values.
    Coral,
    /// The same without the values.
    CoralSilent,
    /// The first violation only, in short words (ECS).
    Ecs,
    /// The first violation only, as a parameter that breaks a rule (ECR).
    Ecr,
    /// The first violation only, in EC2's words, each with a code of its own.
    Ec2,
}

impl Service {
    /// The codes no model declares.
    #[must_use]
    pub fn voice(&self) -> Voice {
        let json = Voice {
            invalid: "ValidationException",
            style: Style::Coral,
            not_built: "UnsupportedOperationException",
            internal: "InternalFailure",
        };
        let query = Voice {
            invalid: "ValidationError",
            style: Style::Coral,
            not_built: "UnsupportedOperation",
            internal: "InternalFailure",
        };
        match self.id {
            "ecs" => Voice {
                invalid: "InvalidParameterException",
                style: Style::Ecs,
                not_built: "UnsupportedFeatureException",
                internal: "ServerException",
            },
            "ecr" => Voice {
                invalid: "InvalidParameterException",
                style: Style::Ecr,
                internal: "ServerException",
                ..json
            },
            "logs" => Voice {
                invalid: "InvalidParameterException",
                style: Style::CoralSilent,
                internal: "ServiceUnavailableException",
                ..json
            },
            "ec2" => Voice {
                invalid: "InvalidParameterValue",
                style: Style::Ec2,
                internal: "InternalError",
                ..query
            },
            "kms" => Voice { style: Style::CoralSilent, internal: "KMSInternalException", ..json },
            // Keys of certificates neither.
            "acm" => Voice { style: Style::CoralSilent, ..json },
            // Values of secrets are never told again.
            "secretsmanager" => {
                Voice { style: Style::CoralSilent, internal: "InternalServiceError", ..json }
            }
            "iam" => Voice { style: Style::CoralSilent, internal: "ServiceFailure", ..query },
            _ => match self.protocols.first() {
                Some(Protocol::Query | Protocol::Ec2 | Protocol::RestXml) => query,
                _ => json,
            },
        }
    }

    /// The code of an error that says what is not built.
    #[must_use]
    pub fn not_built_code(&self) -> &'static str {
        self.voice().not_built
    }

    /// The code of our own failure; sent with status 500.
    #[must_use]
    pub fn internal_code(&self) -> &'static str {
        self.voice().internal
    }
}
