//! What users and accounts can have on AWS and have none of here: passwords,
//! certificates, SAML providers. Who asks is told so; who makes one is refused by name.

use ferrogate_api::iam::{
    Error, GetAccountPasswordPolicyResponse, GetLoginProfileRequest, GetLoginProfileResponse,
    ListSAMLProvidersRequest, ListSAMLProvidersResponse, ListSSHPublicKeysRequest,
    ListSSHPublicKeysResponse, ListServerCertificatesRequest, ListServerCertificatesResponse,
    ListServiceSpecificCredentialsRequest, ListServiceSpecificCredentialsResponse,
    ListSigningCertificatesRequest, ListSigningCertificatesResponse,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::iam::user;

use super::page::Page;
use super::user::caller;
use super::{Iam, Result, is_root};

macro_rules! none_of_user {
    ($($method:ident: $request:ident => $response:ident . $list:ident),* $(,)?) => {
        impl Iam {
            $(pub(super) async fn $method(&self, cx: &Cx, input: $request) -> Result<$response> {
                self.check_user(cx, input.user_name.as_ref())?;
                no_marker(input.marker.as_ref())?;
                let is_truncated = Some(false);
                Ok($response { $list: Some(vec![]), is_truncated, marker: None })
            })*
        }
    };
}

none_of_user! {
    list_signing_certificates:
        ListSigningCertificatesRequest => ListSigningCertificatesResponse.certificates,
    list_ssh_public_keys: ListSSHPublicKeysRequest => ListSSHPublicKeysResponse.ssh_public_keys,
    list_service_specific_credentials:
        ListServiceSpecificCredentialsRequest
            => ListServiceSpecificCredentialsResponse.service_specific_credentials,
}

impl Iam {
    pub(super) async fn get_login_profile(
        &self,
        cx: &Cx,
        input: GetLoginProfileRequest,
    ) -> Result<GetLoginProfileResponse> {
        let view = self.view(cx);
        let name = match &input.user_name {
            Some(name) => view.find::<user::Record>(name)?.name.clone(),
            None => caller(&view, cx)?.name.clone(),
        };
        let text = format!("Login Profile for User {name} cannot be found.");
        Err(Error::no_such_entity(text).into())
    }

    pub(super) async fn get_account_password_policy(
        &self,
        cx: &Cx,
        _: Empty,
    ) -> Result<GetAccountPasswordPolicyResponse> {
        let text = format!("The Password Policy with domain name {} cannot be found.", cx.account);
        Err(Error::no_such_entity(text).into())
    }

    pub(super) async fn list_server_certificates(
        &self,
        _: &Cx,
        input: ListServerCertificatesRequest,
    ) -> Result<ListServerCertificatesResponse> {
        no_marker(input.marker.as_ref())?;
        Ok(ListServerCertificatesResponse {
            server_certificate_metadata_list: Some(vec![]),
            is_truncated: Some(false),
            marker: None,
        })
    }

    pub(super) async fn list_saml_providers(
        &self,
        _: &Cx,
        _: ListSAMLProvidersRequest,
    ) -> Result<ListSAMLProvidersResponse> {
        Ok(ListSAMLProvidersResponse { saml_provider_list: Some(vec![]) })
    }

    /// The root is asked about without a name.
    fn check_user(&self, cx: &Cx, name: Option<&String>) -> Result<()> {
        let view = self.view(cx);
        match name {
            Some(name) => view.find::<user::Record>(name).map(drop),
            None if is_root(cx) => Ok(()),
            None => caller(&view, cx).map(drop),
        }
    }
}

/// No list here has a second page, so no marker was given out.
fn no_marker(marker: Option<&String>) -> Result<()> {
    Page::new(String::new(), marker, None).of_order::<()>(vec![]).map(drop)
}
