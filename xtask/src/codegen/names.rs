//! Names of the model to names of Rust.

/// `clientToken` to `client_token`, `sizeInGiB` to `size_in_gib`, `VPCId` to `vpc_id`.
#[must_use]
pub(super) fn snake(name: &str) -> String {
    let name = name.replace("GiB", "Gib").replace("MiB", "Mib").replace("VCpu", "Vcpu");
    let name = name.replace("vCpu", "vcpu").replace("IPv", "Ipv").replace("IDs", "Ids");
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            if !out.ends_with('_') && !out.is_empty() {
                out.push('_');
            }
            continue;
        }
        let after_word = at > 0 && (chars[at - 1].is_lowercase() || chars[at - 1].is_ascii_digit());
        let before_word = at > 0
            && chars[at - 1].is_uppercase()
            && chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (after_word || before_word) && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// A field or function that may be spelled like a keyword.
#[must_use]
pub(super) fn ident(name: &str) -> String {
    match name {
        "self" | "super" | "crate" => format!("{name}_"),
        "as" | "async" | "await" | "break" | "const" | "continue" | "dyn" | "else" | "enum"
        | "extern" | "false" | "fn" | "for" | "gen" | "if" | "impl" | "in" | "let" | "loop"
        | "match" | "mod" | "move" | "mut" | "pub" | "ref" | "return" | "static" | "struct"
        | "trait" | "true" | "type" | "unsafe" | "use" | "where" | "while" | "abstract"
        | "become" | "box" | "do" | "final" | "macro" | "override" | "priv" | "typeof"
        | "unsized" | "virtual" | "yield" | "try" => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// A type's name; those of the standard prelude and of our own get a suffix.
#[must_use]
pub(super) fn type_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    out.extend(name.chars().take(1).map(|c| c.to_ascii_uppercase()));
    out.extend(name.chars().skip(1).filter(char::is_ascii_alphanumeric));
    match out.as_str() {
        "String" | "Option" | "Vec" | "Box" | "Error" | "Map" | "Result" | "Some" | "None"
        | "Ok" | "Err" | "Self" | "Default" | "Clone" | "From" | "Into" => out + "Shape",
        _ => out,
    }
}

/// The static of a shape.
#[must_use]
pub(super) fn static_name(name: &str) -> String {
    match name {
        "Some" | "None" | "Ok" | "Err" | "Self" => format!("{name}_"),
        _ => name.to_owned(),
    }
}

/// `FARGATE_SPOT` to `FargateSpot`, `us-east-1` to `UsEast1`, `16` to `V16`.
#[must_use]
pub(super) fn variant(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for word in value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let shout = !word.chars().any(|c| c.is_ascii_lowercase());
        for (at, c) in word.chars().enumerate() {
            out.push(match at {
                0 => c.to_ascii_uppercase(),
                _ if shout => c.to_ascii_lowercase(),
                _ => c,
            });
        }
    }
    match out.chars().next() {
        None => "Empty".to_owned(),
        Some(c) if c.is_ascii_digit() => format!("V{out}"),
        Some(_) if matches!(out.as_str(), "Unknown" | "Self") => out + "Value",
        Some(_) => out,
    }
}

/// The constructor of an error: `ClusterNotFoundException` to `cluster_not_found`.
#[must_use]
pub(super) fn constructor(error: &str) -> String {
    let short = snake(error.strip_suffix("Exception").filter(|s| !s.is_empty()).unwrap_or(error));
    match short.as_str() {
        "new" | "not_built" => short + "_error",
        _ => ident(&short),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_customs_of_rust() {
        let pairs = [
            ("clientToken", "client_token"),
            ("sizeInGiB", "size_in_gib"),
            ("VPCId", "vpc_id"),
            ("ec2InstanceId", "ec2_instance_id"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("s3BucketName", "s3_bucket_name"),
            ("tagKeys", "tag_keys"),
            ("memoryGiBPerVCpu", "memory_gib_per_vcpu"),
            ("SAMLAssertion", "saml_assertion"),
        ];
        for (name, snaked) in pairs {
            assert_eq!(snake(name), snaked);
        }
        assert_eq!(ident("type"), "r#type");
        assert_eq!(variant("FARGATE_SPOT"), "FargateSpot");
        assert_eq!(variant("us-east-1"), "UsEast1");
        assert_eq!(variant("availabilityZone"), "AvailabilityZone");
        assert_eq!(variant("7"), "V7");
        assert_eq!(variant("UNKNOWN"), "UnknownValue");
        assert_eq!(constructor("ClusterNotFoundException"), "cluster_not_found");
        assert_eq!(type_name("Option"), "OptionShape");
    }
}
