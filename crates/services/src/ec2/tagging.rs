//! Tags of objects that are there already: one line in [`tagged!`] for each kind.

use ferrogate_api::ec2::{
    CreateTagsRequest, DeleteTagsRequest, DescribeTagsRequest, DescribeTagsResult, Error,
    ResourceType, SecurityGroupRule, SubnetCidrReservation, Tag as Shown, TagDescription,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_records::Tag;
use ferrogate_records::ec2::insights::{analysis as insights_analysis, path as insights_path};
use ferrogate_records::ec2::{
    acl, dhcp_options, egress_gateway, elastic_address, eni, flow_log, group, internet_gateway,
    nat_gateway, peering, prefix_list, route_table, subnet, vpc, vpc_endpoint,
};

use super::change::Change;
use super::select::{self, Ask, Resource, one};
use super::view::{Object, View};
use super::{Ec2, Result, scope, tag, text};

/// Objects, and tags, of one request (API reference of CreateTags and DeleteTags).
const RESOURCES_MAX: usize = 1000;

/// A kind of objects that users tag.
trait Tagged: Object + Clone {
    /// What EC2 calls it where it speaks of tags.
    const TYPE: &'static str;

    fn id(&self) -> &str;
    fn tags(&self) -> &[Tag];
    fn tags_mut(&mut self) -> &mut Vec<Tag>;
}

/// A kind whose records have parts within them that are tagged too.
trait WithParts: Tagged {
    /// A part as it is shown.
    type Part: Resource;

    /// What ids of parts begin with.
    const PART_PREFIX: &'static str;
    /// What EC2 calls a part where it speaks of tags.
    const PART_TYPE: &'static str;

    /// The parts: the id and the tags of each.
    fn parts(&mut self) -> Vec<(&str, &mut Vec<Tag>)>;
}

impl WithParts for group::Record {
    type Part = SecurityGroupRule;

    const PART_PREFIX: &'static str = "sgr-";
    const PART_TYPE: &'static str = "security-group-rule";

    fn parts(&mut self) -> Vec<(&str, &mut Vec<Tag>)> {
        let rules = self.ingress.iter_mut().chain(&mut self.egress);
        rules.map(|rule| (&*rule.id, &mut rule.tags)).collect()
    }
}

impl WithParts for subnet::Record {
    type Part = SubnetCidrReservation;

    const PART_PREFIX: &'static str = "scr-";
    const PART_TYPE: &'static str = "subnet-cidr-reservation";

    fn parts(&mut self) -> Vec<(&str, &mut Vec<Tag>)> {
        self.reservations.iter_mut().map(|one| (&*one.id, &mut one.tags)).collect()
    }
}

/// What is done to the tags of each object that a request names.
type Edit<'e> = &'e dyn Fn(&mut Vec<Tag>) -> Result<()>;

/// Tags of one object, with the type and the id of it.
type Listed = (&'static str, String, Vec<Tag>);

/// Kinds whose tags are changed together, since they lie in the same records.
struct Kinds {
    /// What ids of them begin with.
    prefixes: &'static [&'static str],
    edit: fn(&View, &mut Change, &[&str], Edit<'_>) -> Result<()>,
    list: fn(&View) -> Result<Vec<Listed>>,
}

impl Kinds {
    const fn of_parts<T: WithParts>(prefixes: &'static [&'static str; 2]) -> Self {
        Self { prefixes, edit: edit_with_parts::<T>, list: list_with_parts::<T> }
    }
}

macro_rules! taggable {
    ($kind:ident $type:literal) => {
        impl Tagged for $kind::Record {
            const TYPE: &'static str = $type;

            fn id(&self) -> &str {
                &self.id
            }

            fn tags(&self) -> &[Tag] {
                &self.tags
            }

            fn tags_mut(&mut self) -> &mut Vec<Tag> {
                &mut self.tags
            }
        }
    };
}

macro_rules! tagged {
    ($($prefix:literal $kind:ident $type:literal,)*) => {
        $(taggable! { $kind $type })*

        const KINDS: &[Kinds] = &[
            Kinds::of_parts::<group::Record>(&["sg-", "sgr-"]),
            Kinds::of_parts::<subnet::Record>(&["subnet-", "scr-"]),
            $(Kinds {
                prefixes: &[$prefix],
                edit: edit_all::<$kind::Record>,
                list: list_all::<$kind::Record>,
            },)*
        ];
    };
}

taggable! { group "security-group" }
taggable! { subnet "subnet" }

tagged! {
    "acl-" acl "network-acl",
    "dopt-" dhcp_options "dhcp-options",
    "eigw-" egress_gateway "egress-only-internet-gateway",
    "eipalloc-" elastic_address "elastic-ip",
    "eni-" eni "network-interface",
    "nat-" nat_gateway "natgateway",
    "pcx-" peering "vpc-peering-connection",
    "fl-" flow_log "vpc-flow-log",
    "nia-" insights_analysis "network-insights-analysis",
    "nip-" insights_path "network-insights-path",
    "igw-" internet_gateway "internet-gateway",
    "pl-" prefix_list "prefix-list",
    "rtb-" route_table "route-table",
    "vpc-" vpc "vpc",
    "vpce-" vpc_endpoint "vpc-endpoint",
}

impl Ec2 {
    pub(super) async fn create_tags(&self, cx: &Cx, input: CreateTagsRequest) -> Result<Empty> {
        let tags = tag::checked(input.tags)?;
        self.retag(cx, &input.resources, &|own| tag::add(own, &tags)).await
    }

    pub(super) async fn delete_tags(&self, cx: &Cx, input: DeleteTagsRequest) -> Result<Empty> {
        let named = input.tags.filter(|tags| !tags.is_empty());
        named.iter().flatten().try_for_each(|tag| tag::check_key(tag.key.as_deref()))?;
        let edit = |own: &mut Vec<Tag>| {
            own.retain(|tag| tag::is_reserved(&tag.key) || !is_named(tag, named.as_deref()));
            Ok(())
        };
        self.retag(cx, &input.resources, &edit).await
    }

    pub(super) async fn describe_tags(
        &self,
        cx: &Cx,
        input: DescribeTagsRequest,
    ) -> Result<DescribeTagsResult> {
        if input.max_results.is_some_and(|max| !(5..=1000).contains(&max)) {
            let text = "Value for parameter maxResults is invalid. It must be between 5 and 1000.";
            return Err(Error::new("InvalidParameterValue", text).into());
        }
        let ask = Ask {
            ids: None,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let view = self.view(scope(cx));
        let mut all = vec![];
        for kinds in KINDS {
            all.extend((kinds.list)(&view)?.iter().flat_map(described));
        }
        let (found, next_token) = select::select(all, ask)?;
        let tags = found.into_iter().map(|found| found.tag).collect();
        Ok(DescribeTagsResult { next_token, tags: Some(tags) })
    }

    /// Edits the tags of all objects that are named, or of none.
    async fn retag(
        &self,
        cx: &Cx,
        ids: &[String],
        edit: &(dyn Fn(&mut Vec<Tag>) -> Result<()> + Sync),
    ) -> Result<Empty> {
        if ids.len() > RESOURCES_MAX {
            let text = "A request can name at most 1000 resources.";
            return Err(Error::new("InvalidParameterValue", text).into());
        }
        let of = |kinds: &Kinds, id: &str| kinds.prefixes.iter().any(|p| id.starts_with(p));
        if let Some(id) = ids.iter().find(|id| !KINDS.iter().any(|kinds| of(kinds, id))) {
            let text = format!("The ID '{id}' is not valid");
            return Err(Error::new("InvalidID", text).into());
        }
        self.change(scope(cx), |view, change| {
            for kinds in KINDS {
                let mut own: Vec<&str> =
                    ids.iter().map(String::as_str).filter(|id| of(kinds, id)).collect();
                own.sort_unstable();
                own.dedup();
                (kinds.edit)(view, change, &own, edit)?;
            }
            Ok(Empty::default())
        })
        .await
    }
}

/// Whether a tag is one of `named`: by its key, and by its value where one is given.
fn is_named(tag: &Tag, named: Option<&[Shown]>) -> bool {
    named.is_none_or(|named| {
        named.iter().any(|one| {
            one.key.as_ref() == Some(&tag.key)
                && one.value.as_ref().is_none_or(|value| *value == tag.value)
        })
    })
}

fn edit_all<T: Tagged>(
    view: &View,
    change: &mut Change,
    ids: &[&str],
    edit: Edit<'_>,
) -> Result<()> {
    for id in ids {
        let old = view.find::<T>(id)?;
        let mut new: T = (**old).clone();
        edit(new.tags_mut())?;
        if new.tags() != old.tags() {
            change.put(&old, new)?;
        }
    }
    Ok(())
}

fn list_all<T: Tagged>(view: &View) -> Result<Vec<Listed>> {
    let listed = |one: &T| (T::TYPE, one.id().to_owned(), one.tags().to_vec());
    Ok(view.all::<T>()?.into_iter().map(|entry| listed(entry)).collect())
}

/// Objects and their parts, which lie within the same records.
fn edit_with_parts<T: WithParts>(
    view: &View,
    change: &mut Change,
    ids: &[&str],
    edit: Edit<'_>,
) -> Result<()> {
    let all = if ids.is_empty() { vec![] } else { view.all::<T>()? };
    let mut missing: Vec<&str> = ids.to_vec();
    for old in all {
        let mut new: T = (***old).clone();
        let mut edited = false;
        let mut visit = |id: &str, tags: &mut Vec<Tag>| -> Result<()> {
            if let Some(at) = missing.iter().position(|other| *other == id) {
                missing.swap_remove(at);
                edited = true;
                edit(tags)?;
            }
            Ok(())
        };
        visit(old.id(), new.tags_mut())?;
        new.parts().into_iter().try_for_each(|(id, tags)| visit(id, tags))?;
        if edited {
            change.put(old, new)?;
        }
    }
    missing.first().map_or(Ok(()), |id| Err(missed::<T>(id)))
}

/// That no object has the id, or no part.
fn missed<T: WithParts>(id: &str) -> Failure<Error> {
    let check = |form: Result<()>, absent: Error| form.err().unwrap_or_else(|| absent.into());
    if id.starts_with(T::PART_PREFIX) {
        check(select::check_form::<T::Part>(&[id]), select::not_found::<T::Part>(&[id]))
    } else {
        check(select::check_form::<T::Shown>(&[id]), select::not_found::<T::Shown>(&[id]))
    }
}

fn list_with_parts<T: WithParts>(view: &View) -> Result<Vec<Listed>> {
    let mut all = vec![];
    for entry in view.all::<T>()? {
        let mut record: T = (***entry).clone();
        all.push((T::TYPE, record.id().to_owned(), record.tags().to_vec()));
        let parts = record.parts().into_iter();
        all.extend(parts.map(|(id, tags)| (T::PART_TYPE, id.to_owned(), tags.clone())));
    }
    Ok(all)
}

/// A tag as DescribeTags shows it.
struct Described {
    /// The object and the key: tags come in this order.
    id: String,
    own: [Shown; 1],
    tag: TagDescription,
}

fn described((kind, id, tags): &Listed) -> impl Iterator<Item = Described> {
    tags.iter().map(move |tag| Described {
        id: format!("{id} {}", tag.key),
        own: [Shown { key: text(&*tag.key), value: text(&*tag.value) }],
        tag: TagDescription {
            key: text(&*tag.key),
            resource_id: text(&**id),
            resource_type: Some(ResourceType::from(*kind)),
            value: text(&*tag.value),
        },
    })
}

impl Resource for Described {
    const LIST: &'static str = "DescribeTags";
    // Nobody asks for a tag by an id.
    const NOT_FOUND: &'static str = "InvalidID";
    const NOUN: &'static str = "ID";
    const FILTERS: &'static [&'static str] = &["key", "resource-id", "resource-type", "value"];

    fn id(&self) -> &str {
        &self.id
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "key" => one(&self.tag.key),
            "resource-id" => one(&self.tag.resource_id),
            "resource-type" => self.tag.resource_type.iter().map(ToString::to_string).collect(),
            _ => one(&self.tag.value),
        }
    }

    fn tags(&self) -> &[Shown] {
        &self.own
    }
}
