//! The few operations of services that speak forms and XML.

use http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Api, answer};
use crate::fault::Fault;

impl Api {
    /// The subnets that tasks go to when nobody says where: the default ones.
    pub(crate) async fn default_subnets(&self) -> Result<Vec<String>, Fault> {
        let form = "Action=DescribeSubnets&Version=2016-11-15\
                    &Filter.1.Name=default-for-az&Filter.1.Value.1=true";
        let flags = " --filters Name=default-for-az,Values=true";
        let xml = self.form("ec2", "DescribeSubnets", form, flags).await?;
        let mut subnets = texts(&xml, b"subnetId");
        subnets.sort();
        if subnets.is_empty() {
            return Err(Fault::not_found("there is no default subnet to run tasks in")
                .fix("see `aws ec2 describe-subnets`"));
        }
        Ok(subnets)
    }

    pub(super) async fn caller_account(&self) -> Result<String, Fault> {
        let form = "Action=GetCallerIdentity&Version=2011-06-15";
        let xml = self.form("sts", "GetCallerIdentity", form, "").await?;
        texts(&xml, b"Account").pop().ok_or_else(|| {
            Fault::failed("the answer to GetCallerIdentity makes no sense").why("it has no account")
        })
    }

    /// Calls an operation that only reads by its form; `flags` say the same to the aws CLI.
    async fn form(
        &self,
        service: &str,
        name: &str,
        form: &str,
        flags: &str,
    ) -> Result<String, Fault> {
        if let Some(explain) = &self.explain {
            explain.form(service, name, flags);
        }
        let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        let (status, body) = self.ask((service, name), true, &headers, form.into()).await?;
        let xml = String::from_utf8_lossy(&body).into_owned();
        if status == StatusCode::OK { Ok(xml) } else { Err(refusal(name, status, &xml, self)) }
    }
}

pub(super) fn refusal(name: &str, status: StatusCode, xml: &str, api: &Api) -> Fault {
    let first = |element: &[u8]| texts(xml, element).into_iter().next();
    match first(b"Code") {
        Some(code) => {
            answer::refused(name, &code, first(b"Message").as_deref().unwrap_or_default())
        }
        None => answer::stranger(status, api.endpoint()),
    }
}

/// The text of each element of that name, at any depth.
fn texts(xml: &str, name: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.name().as_ref() == name => {
                inside = Some(String::new());
            }
            Ok(Event::Text(text)) => {
                if let (Some(inside), Ok(text)) = (&mut inside, text.decode()) {
                    inside.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(entity)) => {
                if let (Some(inside), Ok(entity)) = (&mut inside, entity.decode()) {
                    let known = quick_xml::escape::resolve_predefined_entity(&entity);
                    inside.push_str(known.unwrap_or("?"));
                }
            }
            Ok(Event::End(end)) if end.name().as_ref() == name => found.extend(inside.take()),
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_elements_are_found_at_any_depth() {
        let xml = "<?xml version=\"1.0\"?><R><set><item><subnetId>subnet-1</subnetId><x>n</x></item>\
                   <item><subnetId>subnet-2</subnetId></item></set></R>";
        assert_eq!(texts(xml, b"subnetId"), ["subnet-1", "subnet-2"]);
        assert_eq!(texts("<M>a &lt; b</M>", b"M"), ["a < b"]);
        assert!(texts("<broken", b"x").is_empty());
    }
}
