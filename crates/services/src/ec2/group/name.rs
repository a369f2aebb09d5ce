//! What groups and rules may be called, and how they may be described (VPC user guide,
//! "Create a security group").

use ferrogate_api::ec2::Error;

use super::super::{Result, wrong};

const LENGTH_MAX: usize = 255;
const MARKS: &str = "._-:/()#,@[]+=&;{}!$* ";
/// How the refusals of EC2 name the set.
const SET: &str = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

/// The name of a new group.
pub(super) fn group(name: &str) -> Result<&str> {
    let name = name.trim_end();
    check_ascii(name, "GroupName")?;
    if name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("sg-")) {
        return wrong(format!(
            "Value ({name}) for parameter GroupName is invalid. Group names may not be in the \
             format sg-*."
        ));
    }
    if same(name, ferrogate_records::ec2::group::DEFAULT) {
        let text = format!("The security group '{name}' is reserved");
        return Err(Error::new("InvalidGroup.Reserved", text).into());
    }
    if name.is_empty() || !is_of_set(name) {
        return wrong(format!(
            "Invalid security group name. Valid names are strings less than 256 characters from \
             the following set:  {SET}"
        ));
    }
    Ok(name)
}

/// The description of a new group.
pub(super) fn group_description(description: &str) -> Result<&str> {
    check_ascii(description, "GroupDescription")?;
    if description.is_empty() || !is_of_set(description) {
        return wrong(format!(
            "Invalid security group description. Valid descriptions are strings less than 256 \
             characters from the following set:  {SET}"
        ));
    }
    Ok(description)
}

/// The description of a rule; an empty one is none.
pub(super) fn rule_description(description: Option<String>) -> Result<Option<String>> {
    match description.filter(|text| !text.is_empty()) {
        Some(text) if !is_of_set(&text) => wrong(format!(
            "Invalid rule description. Valid descriptions are strings less than 256 characters \
             from the following set:  {SET}"
        )),
        description => Ok(description),
    }
}

/// Whether two names are one: their case does not count.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

fn check_ascii(value: &str, parameter: &str) -> Result<()> {
    if value.is_ascii() {
        return Ok(());
    }
    wrong(format!(
        "Value ({value}) for parameter {parameter} is invalid. Character sets beyond ASCII are \
         not supported."
    ))
}

fn is_of_set(value: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || MARKS.contains(c);
    value.chars().count() <= LENGTH_MAX && value.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::{Failure, ServiceError};

    fn code<T: std::fmt::Debug>(result: Result<T>) -> String {
        match result {
            Err(Failure::Aws(error)) => error.code().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_are_of_the_set_that_the_user_guide_names() {
        assert_eq!(group("web servers:80 (a) ").unwrap(), "web servers:80 (a)");
        assert_eq!(group(&"x".repeat(255)).unwrap().len(), 255);
        assert_eq!(group("default2").unwrap(), "default2");
        for name in ["", " ", "sg-1", "SG-web", "a'b", "a\nb", "wéb", &"x".repeat(256)] {
            assert_eq!(code(group(name)), "InvalidParameterValue", "{name}");
        }
        assert_eq!(code(group("Default")), "InvalidGroup.Reserved");
    }

    #[test]
    fn a_rule_may_be_described_by_nothing_and_by_255_characters_of_the_set() {
        assert_eq!(rule_description(Some(String::new())).unwrap(), None);
        let longest = Some("=".repeat(255));
        assert_eq!(rule_description(longest.clone()).unwrap(), longest);
        for text in ["a -> b", "it's", &"x".repeat(256)] {
            assert_eq!(code(rule_description(Some(text.into()))), "InvalidParameterValue");
        }
    }
}
