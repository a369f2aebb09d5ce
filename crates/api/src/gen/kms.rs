// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `kms`.

/// The service `kms`.
pub static SERVICE: crate::Service = crate::Service {
    id: "kms",
    sdk_name: "kms",
    signing_name: "kms",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "TrentService",
    api_version: "2014-11-01",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "CancelKeyDeletion",
        "ConnectCustomKeyStore",
        "CreateAlias",
        "CreateCustomKeyStore",
        "CreateGrant",
        "CreateKey",
        "Decrypt",
        "DeleteAlias",
        "DeleteCustomKeyStore",
        "DeleteImportedKeyMaterial",
        "DeriveSharedSecret",
        "DescribeCustomKeyStores",
        "DescribeKey",
        "DisableKey",
        "DisableKeyRotation",
        "DisconnectCustomKeyStore",
        "EnableKey",
        "EnableKeyRotation",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GenerateMac",
        "GenerateRandom",
        "GetKeyLastUsage",
        "GetKeyPolicy",
        "GetKeyRotationStatus",
        "GetParametersForImport",
        "GetPublicKey",
        "ImportKeyMaterial",
        "ListAliases",
        "ListGrants",
        "ListKeyPolicies",
        "ListKeyRotations",
        "ListKeys",
        "ListResourceTags",
        "ListRetirableGrants",
        "PutKeyPolicy",
        "ReEncrypt",
        "ReplicateKey",
        "RetireGrant",
        "RevokeGrant",
        "RotateKeyOnDemand",
        "ScheduleKeyDeletion",
        "Sign",
        "TagResource",
        "UntagResource",
        "UpdateAlias",
        "UpdateCustomKeyStore",
        "UpdateKeyDescription",
        "UpdatePrimaryRegion",
        "Verify",
        "VerifyMac",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::CancelKeyDeletion,
        &operation::CreateAlias,
        &operation::CreateGrant,
        &operation::CreateKey,
        &operation::Decrypt,
        &operation::DeleteAlias,
        &operation::DescribeKey,
        &operation::DisableKey,
        &operation::DisableKeyRotation,
        &operation::EnableKey,
        &operation::EnableKeyRotation,
        &operation::Encrypt,
        &operation::GenerateDataKey,
        &operation::GenerateDataKeyWithoutPlaintext,
        &operation::GenerateRandom,
        &operation::GetKeyPolicy,
        &operation::GetKeyRotationStatus,
        &operation::ListAliases,
        &operation::ListGrants,
        &operation::ListKeyPolicies,
        &operation::ListKeyRotations,
        &operation::ListKeys,
        &operation::ListResourceTags,
        &operation::ListRetirableGrants,
        &operation::PutKeyPolicy,
        &operation::ReEncrypt,
        &operation::RetireGrant,
        &operation::RevokeGrant,
        &operation::RotateKeyOnDemand,
        &operation::ScheduleKeyDeletion,
        &operation::TagResource,
        &operation::UntagResource,
        &operation::UpdateAlias,
        &operation::UpdateKeyDescription,
    ],
    errors: &[
        &error::AlreadyExistsException,
        &error::CloudHsmClusterInvalidConfigurationException,
        &error::ConflictException,
        &error::CustomKeyStoreInvalidStateException,
        &error::CustomKeyStoreNotFoundException,
        &error::DependencyTimeoutException,
        &error::DisabledException,
        &error::DryRunOperationException,
        &error::IncorrectKeyException,
        &error::InvalidAliasNameException,
        &error::InvalidArnException,
        &error::InvalidCiphertextException,
        &error::InvalidGrantIdException,
        &error::InvalidGrantTokenException,
        &error::InvalidKeyUsageException,
        &error::InvalidMarkerException,
        &error::KMSInternalException,
        &error::KMSInvalidStateException,
        &error::KeyUnavailableException,
        &error::LimitExceededException,
        &error::MalformedPolicyDocumentException,
        &error::NotFoundException,
        &error::TagException,
        &error::UnsupportedOperationException,
        &error::XksKeyAlreadyInUseException,
        &error::XksKeyInvalidConfigurationException,
        &error::XksKeyNotFoundException,
    ],
};

errors! { SERVICE, {
    AlreadyExistsException(already_exists) = error::AlreadyExistsException,
    CloudHsmClusterInvalidConfigurationException(cloud_hsm_cluster_invalid_configuration) = error::CloudHsmClusterInvalidConfigurationException,
    ConflictException(conflict) = error::ConflictException,
    CustomKeyStoreInvalidStateException(custom_key_store_invalid_state) = error::CustomKeyStoreInvalidStateException,
    CustomKeyStoreNotFoundException(custom_key_store_not_found) = error::CustomKeyStoreNotFoundException,
    DependencyTimeoutException(dependency_timeout) = error::DependencyTimeoutException,
    DisabledException(disabled) = error::DisabledException,
    DryRunOperationException(dry_run_operation) = error::DryRunOperationException,
    IncorrectKeyException(incorrect_key) = error::IncorrectKeyException,
    InvalidAliasNameException(invalid_alias_name) = error::InvalidAliasNameException,
    InvalidArnException(invalid_arn) = error::InvalidArnException,
    InvalidCiphertextException(invalid_ciphertext) = error::InvalidCiphertextException,
    InvalidGrantIdException(invalid_grant_id) = error::InvalidGrantIdException,
    InvalidGrantTokenException(invalid_grant_token) = error::InvalidGrantTokenException,
    InvalidKeyUsageException(invalid_key_usage) = error::InvalidKeyUsageException,
    InvalidMarkerException(invalid_marker) = error::InvalidMarkerException,
    KMSInternalException(kms_internal) = error::KMSInternalException,
    KMSInvalidStateException(kms_invalid_state) = error::KMSInvalidStateException,
    KeyUnavailableException(key_unavailable) = error::KeyUnavailableException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    MalformedPolicyDocumentException(malformed_policy_document) = error::MalformedPolicyDocumentException,
    NotFoundException(not_found) = error::NotFoundException,
    TagException(tag) = error::TagException,
    UnsupportedOperationException(unsupported_operation) = error::UnsupportedOperationException,
    XksKeyAlreadyInUseException(xks_key_already_in_use) = error::XksKeyAlreadyInUseException,
    XksKeyInvalidConfigurationException(xks_key_invalid_configuration) = error::XksKeyInvalidConfigurationException,
    XksKeyNotFoundException(xks_key_not_found) = error::XksKeyNotFoundException,
} }

structure! { AliasListEntry(shape::AliasListEntry) { alias_name: Option<String>, alias_arn: Option<String>, target_key_id: Option<String>, creation_date: Option<crate::Timestamp>, last_updated_date: Option<crate::Timestamp>, } }
structure! { CancelKeyDeletionRequest(shape::CancelKeyDeletionRequest) { key_id: String, } }
structure! { CancelKeyDeletionResponse(shape::CancelKeyDeletionResponse) { key_id: Option<String>, } }
structure! { CreateAliasRequest(shape::CreateAliasRequest) { alias_name: String, target_key_id: String, } }
structure! { CreateGrantRequest(shape::CreateGrantRequest) { key_id: String, grantee_principal: String, retiring_principal: Option<String>, operations: Vec<GrantOperation>, constraints: Option<GrantConstraints>, grant_tokens: Option<Vec<String>>, name: Option<String>, dry_run: Option<bool>, } }
structure! { CreateGrantResponse(shape::CreateGrantResponse) { grant_token: Option<String>, grant_id: Option<String>, } }
structure! { CreateKeyRequest(shape::CreateKeyRequest) { policy: Option<String>, description: Option<String>, key_usage: Option<KeyUsageType>, customer_master_key_spec: Option<CustomerMasterKeySpec>, key_spec: Option<KeySpec>, origin: Option<OriginType>, custom_key_store_id: Option<String>, bypass_policy_lockout_safety_check: Option<bool>, tags: Option<Vec<Tag>>, multi_region: Option<bool>, xks_key_id: Option<String>, } }
structure! { CreateKeyResponse(shape::CreateKeyResponse) { key_metadata: Option<KeyMetadata>, } }
enumeration! { CustomerMasterKeySpec { Rsa2048 = "RSA_2048", Rsa3072 = "RSA_3072", Rsa4096 = "RSA_4096", EccNistP256 = "ECC_NIST_P256", EccNistP384 = "ECC_NIST_P384", EccNistP521 = "ECC_NIST_P521", EccSecgP256k1 = "ECC_SECG_P256K1", SymmetricDefault = "SYMMETRIC_DEFAULT", Hmac224 = "HMAC_224", Hmac256 = "HMAC_256", Hmac384 = "HMAC_384", Hmac512 = "HMAC_512", Sm2 = "SM2", } }
enumeration! { DataKeySpec { Aes256 = "AES_256", Aes128 = "AES_128", } }
structure! { DecryptRequest(shape::DecryptRequest) { ciphertext_blob: Option<bytes::Bytes>, encryption_context: Option<crate::Map<String>>, grant_tokens: Option<Vec<String>>, key_id: Option<String>, encryption_algorithm: Option<EncryptionAlgorithmSpec>, recipient: Option<RecipientInfo>, dry_run: Option<bool>, dry_run_modifiers: Option<Vec<DryRunModifierType>>, } }
structure! { DecryptResponse(shape::DecryptResponse) { key_id: Option<String>, plaintext: Option<bytes::Bytes>, encryption_algorithm: Option<EncryptionAlgorithmSpec>, ciphertext_for_recipient: Option<bytes::Bytes>, key_material_id: Option<String>, } }
structure! { DeleteAliasRequest(shape::DeleteAliasRequest) { alias_name: String, } }
structure! { DescribeKeyRequest(shape::DescribeKeyRequest) { key_id: String, grant_tokens: Option<Vec<String>>, } }
structure! { DescribeKeyResponse(shape::DescribeKeyResponse) { key_metadata: Option<KeyMetadata>, } }
structure! { DisableKeyRequest(shape::DisableKeyRequest) { key_id: String, } }
structure! { DisableKeyRotationRequest(shape::DisableKeyRotationRequest) { key_id: String, } }
enumeration! { DryRunModifierType { IgnoreCiphertext = "IGNORE_CIPHERTEXT", } }
structure! { EnableKeyRequest(shape::EnableKeyRequest) { key_id: String, } }
structure! { EnableKeyRotationRequest(shape::EnableKeyRotationRequest) { key_id: String, rotation_period_in_days: Option<i32>, } }
structure! { EncryptRequest(shape::EncryptRequest) { key_id: String, plaintext: bytes::Bytes, encryption_context: Option<crate::Map<String>>, grant_tokens: Option<Vec<String>>, encryption_algorithm: Option<EncryptionAlgorithmSpec>, dry_run: Option<bool>, } }
structure! { EncryptResponse(shape::EncryptResponse) { ciphertext_blob: Option<bytes::Bytes>, key_id: Option<String>, encryption_algorithm: Option<EncryptionAlgorithmSpec>, } }
enumeration! { EncryptionAlgorithmSpec { SymmetricDefault = "SYMMETRIC_DEFAULT", RsaesOaepSha1 = "RSAES_OAEP_SHA_1", RsaesOaepSha256 = "RSAES_OAEP_SHA_256", Sm2pke = "SM2PKE", } }
enumeration! { ExpirationModelType { KeyMaterialExpires = "KEY_MATERIAL_EXPIRES", KeyMaterialDoesNotExpire = "KEY_MATERIAL_DOES_NOT_EXPIRE", } }
structure! { GenerateDataKeyRequest(shape::GenerateDataKeyRequest) { key_id: String, encryption_context: Option<crate::Map<String>>, number_of_bytes: Option<i32>, key_spec: Option<DataKeySpec>, grant_tokens: Option<Vec<String>>, recipient: Option<RecipientInfo>, dry_run: Option<bool>, } }
structure! { GenerateDataKeyResponse(shape::GenerateDataKeyResponse) { ciphertext_blob: Option<bytes::Bytes>, plaintext: Option<bytes::Bytes>, key_id: Option<String>, ciphertext_for_recipient: Option<bytes::Bytes>, key_material_id: Option<String>, } }
structure! { GenerateDataKeyWithoutPlaintextRequest(shape::GenerateDataKeyWithoutPlaintextRequest) { key_id: String, encryption_context: Option<crate::Map<String>>, key_spec: Option<DataKeySpec>, number_of_bytes: Option<i32>, grant_tokens: Option<Vec<String>>, dry_run: Option<bool>, } }
structure! { GenerateDataKeyWithoutPlaintextResponse(shape::GenerateDataKeyWithoutPlaintextResponse) { ciphertext_blob: Option<bytes::Bytes>, key_id: Option<String>, key_material_id: Option<String>, } }
structure! { GenerateRandomRequest(shape::GenerateRandomRequest) { number_of_bytes: Option<i32>, custom_key_store_id: Option<String>, recipient: Option<RecipientInfo>, } }
structure! { GenerateRandomResponse(shape::GenerateRandomResponse) { plaintext: Option<bytes::Bytes>, ciphertext_for_recipient: Option<bytes::Bytes>, } }
structure! { GetKeyPolicyRequest(shape::GetKeyPolicyRequest) { key_id: String, policy_name: Option<String>, } }
structure! { GetKeyPolicyResponse(shape::GetKeyPolicyResponse) { policy: Option<String>, policy_name: Option<String>, } }
structure! { GetKeyRotationStatusRequest(shape::GetKeyRotationStatusRequest) { key_id: String, } }
structure! { GetKeyRotationStatusResponse(shape::GetKeyRotationStatusResponse) { key_rotation_enabled: Option<bool>, key_id: Option<String>, rotation_period_in_days: Option<i32>, next_rotation_date: Option<crate::Timestamp>, on_demand_rotation_start_date: Option<crate::Timestamp>, } }
structure! { GrantConstraints(shape::GrantConstraints) { encryption_context_subset: Option<crate::Map<String>>, encryption_context_equals: Option<crate::Map<String>>, } }
structure! { GrantListEntry(shape::GrantListEntry) { key_id: Option<String>, grant_id: Option<String>, name: Option<String>, creation_date: Option<crate::Timestamp>, grantee_principal: Option<String>, retiring_principal: Option<String>, issuing_account: Option<String>, operations: Option<Vec<GrantOperation>>, constraints: Option<GrantConstraints>, } }
enumeration! { GrantOperation { Decrypt = "Decrypt", Encrypt = "Encrypt", GenerateDataKey = "GenerateDataKey", GenerateDataKeyWithoutPlaintext = "GenerateDataKeyWithoutPlaintext", ReEncryptFrom = "ReEncryptFrom", ReEncryptTo = "ReEncryptTo", Sign = "Sign", Verify = "Verify", GetPublicKey = "GetPublicKey", CreateGrant = "CreateGrant", RetireGrant = "RetireGrant", DescribeKey = "DescribeKey", GenerateDataKeyPair = "GenerateDataKeyPair", GenerateDataKeyPairWithoutPlaintext = "GenerateDataKeyPairWithoutPlaintext", GenerateMac = "GenerateMac", VerifyMac = "VerifyMac", DeriveSharedSecret = "DeriveSharedSecret", } }
enumeration! { ImportState { Imported = "IMPORTED", PendingImport = "PENDING_IMPORT", } }
enumeration! { IncludeKeyMaterial { AllKeyMaterial = "ALL_KEY_MATERIAL", RotationsOnly = "ROTATIONS_ONLY", } }
enumeration! { KeyAgreementAlgorithmSpec { Ecdh = "ECDH", } }
enumeration! { KeyEncryptionMechanism { RsaesOaepSha256 = "RSAES_OAEP_SHA_256", } }
structure! { KeyListEntry(shape::KeyListEntry) { key_id: Option<String>, key_arn: Option<String>, } }
enumeration! { KeyManagerType { Aws = "AWS", Customer = "CUSTOMER", } }
enumeration! { KeyMaterialState { NonCurrent = "NON_CURRENT", Current = "CURRENT", PendingRotation = "PENDING_ROTATION", PendingMultiRegionImportAndRotation = "PENDING_MULTI_REGION_IMPORT_AND_ROTATION", } }
structure! { KeyMetadata(shape::KeyMetadata) { aws_account_id: Option<String>, key_id: Option<String>, arn: Option<String>, creation_date: Option<crate::Timestamp>, enabled: Option<bool>, description: Option<String>, key_usage: Option<KeyUsageType>, key_state: Option<KeyState>, deletion_date: Option<crate::Timestamp>, valid_to: Option<crate::Timestamp>, origin: Option<OriginType>, custom_key_store_id: Option<String>, cloud_hsm_cluster_id: Option<String>, expiration_model: Option<ExpirationModelType>, key_manager: Option<KeyManagerType>, customer_master_key_spec: Option<CustomerMasterKeySpec>, key_spec: Option<KeySpec>, encryption_algorithms: Option<Vec<EncryptionAlgorithmSpec>>, signing_algorithms: Option<Vec<SigningAlgorithmSpec>>, key_agreement_algorithms: Option<Vec<KeyAgreementAlgorithmSpec>>, multi_region: Option<bool>, multi_region_configuration: Option<MultiRegionConfiguration>, pending_deletion_window_in_days: Option<i32>, mac_algorithms: Option<Vec<MacAlgorithmSpec>>, xks_key_configuration: Option<XksKeyConfigurationType>, current_key_material_id: Option<String>, } }
enumeration! { KeySpec { Rsa2048 = "RSA_2048", Rsa3072 = "RSA_3072", Rsa4096 = "RSA_4096", EccNistP256 = "ECC_NIST_P256", EccNistP384 = "ECC_NIST_P384", EccNistP521 = "ECC_NIST_P521", EccSecgP256k1 = "ECC_SECG_P256K1", SymmetricDefault = "SYMMETRIC_DEFAULT", Hmac224 = "HMAC_224", Hmac256 = "HMAC_256", Hmac384 = "HMAC_384", Hmac512 = "HMAC_512", Sm2 = "SM2", MlDsa44 = "ML_DSA_44", MlDsa65 = "ML_DSA_65", MlDsa87 = "ML_DSA_87", EccNistEdwards25519 = "ECC_NIST_EDWARDS25519", } }
enumeration! { KeyState { Creating = "Creating", Enabled = "Enabled", Disabled = "Disabled", PendingDeletion = "PendingDeletion", PendingImport = "PendingImport", PendingReplicaDeletion = "PendingReplicaDeletion", Unavailable = "Unavailable", Updating = "Updating", } }
enumeration! { KeyUsageType { SignVerify = "SIGN_VERIFY", EncryptDecrypt = "ENCRYPT_DECRYPT", GenerateVerifyMac = "GENERATE_VERIFY_MAC", KeyAgreement = "KEY_AGREEMENT", } }
structure! { ListAliasesRequest(shape::ListAliasesRequest) { key_id: Option<String>, limit: Option<i32>, marker: Option<String>, } }
structure! { ListAliasesResponse(shape::ListAliasesResponse) { aliases: Option<Vec<AliasListEntry>>, next_marker: Option<String>, truncated: Option<bool>, } }
structure! { ListGrantsRequest(shape::ListGrantsRequest) { limit: Option<i32>, marker: Option<String>, key_id: String, grant_id: Option<String>, grantee_principal: Option<String>, } }
structure! { ListGrantsResponse(shape::ListGrantsResponse) { grants: Option<Vec<GrantListEntry>>, next_marker: Option<String>, truncated: Option<bool>, } }
structure! { ListKeyPoliciesRequest(shape::ListKeyPoliciesRequest) { key_id: String, limit: Option<i32>, marker: Option<String>, } }
structure! { ListKeyPoliciesResponse(shape::ListKeyPoliciesResponse) { policy_names: Option<Vec<String>>, next_marker: Option<String>, truncated: Option<bool>, } }
structure! { ListKeyRotationsRequest(shape::ListKeyRotationsRequest) { key_id: String, include_key_material: Option<IncludeKeyMaterial>, limit: Option<i32>, marker: Option<String>, } }
structure! { ListKeyRotationsResponse(shape::ListKeyRotationsResponse) { rotations: Option<Vec<RotationsListEntry>>, next_marker: Option<String>, truncated: Option<bool>, } }
structure! { ListKeysRequest(shape::ListKeysRequest) { limit: Option<i32>, marker: Option<String>, } }
structure! { ListKeysResponse(shape::ListKeysResponse) { keys: Option<Vec<KeyListEntry>>, next_marker: Option<String>, truncated: Option<bool>, } }
structure! { ListResourceTagsRequest(shape::ListResourceTagsRequest) { key_id: String, limit: Option<i32>, marker: Option<String>, } }
structure! { ListResourceTagsResponse(shape::ListResourceTagsResponse) { tags: Option<Vec<Tag>>, next_marker: Option<String>, truncated: Option<bool>, } }
structure! { ListRetirableGrantsRequest(shape::ListRetirableGrantsRequest) { limit: Option<i32>, marker: Option<String>, retiring_principal: String, } }
enumeration! { MacAlgorithmSpec { HmacSha224 = "HMAC_SHA_224", HmacSha256 = "HMAC_SHA_256", HmacSha384 = "HMAC_SHA_384", HmacSha512 = "HMAC_SHA_512", } }
structure! { MultiRegionConfiguration(shape::MultiRegionConfiguration) { multi_region_key_type: Option<MultiRegionKeyType>, primary_key: Option<MultiRegionKey>, replica_keys: Option<Vec<MultiRegionKey>>, } }
structure! { MultiRegionKey(shape::MultiRegionKey) { arn: Option<String>, region: Option<String>, } }
enumeration! { MultiRegionKeyType { Primary = "PRIMARY", Replica = "REPLICA", } }
enumeration! { OriginType { AwsKms = "AWS_KMS", External = "EXTERNAL", AwsCloudhsm = "AWS_CLOUDHSM", ExternalKeyStore = "EXTERNAL_KEY_STORE", } }
structure! { PutKeyPolicyRequest(shape::PutKeyPolicyRequest) { key_id: String, policy_name: Option<String>, policy: String, bypass_policy_lockout_safety_check: Option<bool>, } }
structure! { ReEncryptRequest(shape::ReEncryptRequest) { ciphertext_blob: Option<bytes::Bytes>, source_encryption_context: Option<crate::Map<String>>, source_key_id: Option<String>, destination_key_id: String, destination_encryption_context: Option<crate::Map<String>>, source_encryption_algorithm: Option<EncryptionAlgorithmSpec>, destination_encryption_algorithm: Option<EncryptionAlgorithmSpec>, grant_tokens: Option<Vec<String>>, dry_run: Option<bool>, dry_run_modifiers: Option<Vec<DryRunModifierType>>, } }
structure! { ReEncryptResponse(shape::ReEncryptResponse) { ciphertext_blob: Option<bytes::Bytes>, source_key_id: Option<String>, key_id: Option<String>, source_encryption_algorithm: Option<EncryptionAlgorithmSpec>, destination_encryption_algorithm: Option<EncryptionAlgorithmSpec>, source_key_material_id: Option<String>, destination_key_material_id: Option<String>, } }
structure! { RecipientInfo(shape::RecipientInfo) { key_encryption_algorithm: Option<KeyEncryptionMechanism>, attestation_document: Option<bytes::Bytes>, } }
structure! { RetireGrantRequest(shape::RetireGrantRequest) { grant_token: Option<String>, key_id: Option<String>, grant_id: Option<String>, dry_run: Option<bool>, } }
structure! { RevokeGrantRequest(shape::RevokeGrantRequest) { key_id: String, grant_id: String, dry_run: Option<bool>, } }
structure! { RotateKeyOnDemandRequest(shape::RotateKeyOnDemandRequest) { key_id: String, } }
structure! { RotateKeyOnDemandResponse(shape::RotateKeyOnDemandResponse) { key_id: Option<String>, } }
enumeration! { RotationType { Automatic = "AUTOMATIC", OnDemand = "ON_DEMAND", } }
structure! { RotationsListEntry(shape::RotationsListEntry) { key_id: Option<String>, key_material_id: Option<String>, key_material_description: Option<String>, import_state: Option<ImportState>, key_material_state: Option<KeyMaterialState>, expiration_model: Option<ExpirationModelType>, valid_to: Option<crate::Timestamp>, rotation_date: Option<crate::Timestamp>, rotation_type: Option<RotationType>, } }
structure! { ScheduleKeyDeletionRequest(shape::ScheduleKeyDeletionRequest) { key_id: String, pending_window_in_days: Option<i32>, } }
structure! { ScheduleKeyDeletionResponse(shape::ScheduleKeyDeletionResponse) { key_id: Option<String>, deletion_date: Option<crate::Timestamp>, key_state: Option<KeyState>, pending_window_in_days: Option<i32>, } }
enumeration! { SigningAlgorithmSpec { RsassaPssSha256 = "RSASSA_PSS_SHA_256", RsassaPssSha384 = "RSASSA_PSS_SHA_384", RsassaPssSha512 = "RSASSA_PSS_SHA_512", RsassaPkcs1V15Sha256 = "RSASSA_PKCS1_V1_5_SHA_256", RsassaPkcs1V15Sha384 = "RSASSA_PKCS1_V1_5_SHA_384", RsassaPkcs1V15Sha512 = "RSASSA_PKCS1_V1_5_SHA_512", EcdsaSha256 = "ECDSA_SHA_256", EcdsaSha384 = "ECDSA_SHA_384", EcdsaSha512 = "ECDSA_SHA_512", Sm2dsa = "SM2DSA", MlDsaShake256 = "ML_DSA_SHAKE_256", Ed25519Sha512 = "ED25519_SHA_512", Ed25519PhSha512 = "ED25519_PH_SHA_512", } }
structure! { Tag(shape::Tag) { tag_key: Option<String>, tag_value: Option<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { key_id: String, tags: Vec<Tag>, } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { key_id: String, tag_keys: Vec<String>, } }
structure! { UpdateAliasRequest(shape::UpdateAliasRequest) { alias_name: String, target_key_id: String, } }
structure! { UpdateKeyDescriptionRequest(shape::UpdateKeyDescriptionRequest) { key_id: String, description: String, } }
structure! { XksKeyConfigurationType(shape::XksKeyConfigurationType) { id: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        CancelKeyDeletion(super::operation::CancelKeyDeletion): super::CancelKeyDeletionRequest => super::CancelKeyDeletionResponse,
        CreateAlias(super::operation::CreateAlias): super::CreateAliasRequest => crate::Empty,
        CreateGrant(super::operation::CreateGrant): super::CreateGrantRequest => super::CreateGrantResponse,
        CreateKey(super::operation::CreateKey): super::CreateKeyRequest => super::CreateKeyResponse,
        Decrypt(super::operation::Decrypt): super::DecryptRequest => super::DecryptResponse,
        DeleteAlias(super::operation::DeleteAlias): super::DeleteAliasRequest => crate::Empty,
        DescribeKey(super::operation::DescribeKey): super::DescribeKeyRequest => super::DescribeKeyResponse,
        DisableKey(super::operation::DisableKey): super::DisableKeyRequest => crate::Empty,
        DisableKeyRotation(super::operation::DisableKeyRotation): super::DisableKeyRotationRequest => crate::Empty,
        EnableKey(super::operation::EnableKey): super::EnableKeyRequest => crate::Empty,
        EnableKeyRotation(super::operation::EnableKeyRotation): super::EnableKeyRotationRequest => crate::Empty,
        Encrypt(super::operation::Encrypt): super::EncryptRequest => super::EncryptResponse,
        GenerateDataKey(super::operation::GenerateDataKey): super::GenerateDataKeyRequest => super::GenerateDataKeyResponse,
        GenerateDataKeyWithoutPlaintext(super::operation::GenerateDataKeyWithoutPlaintext): super::GenerateDataKeyWithoutPlaintextRequest => super::GenerateDataKeyWithoutPlaintextResponse,
        GenerateRandom(super::operation::GenerateRandom): super::GenerateRandomRequest => super::GenerateRandomResponse,
        GetKeyPolicy(super::operation::GetKeyPolicy): super::GetKeyPolicyRequest => super::GetKeyPolicyResponse,
        GetKeyRotationStatus(super::operation::GetKeyRotationStatus): super::GetKeyRotationStatusRequest => super::GetKeyRotationStatusResponse,
        ListAliases(super::operation::ListAliases): super::ListAliasesRequest => super::ListAliasesResponse,
        ListGrants(super::operation::ListGrants): super::ListGrantsRequest => super::ListGrantsResponse,
        ListKeyPolicies(super::operation::ListKeyPolicies): super::ListKeyPoliciesRequest => super::ListKeyPoliciesResponse,
        ListKeyRotations(super::operation::ListKeyRotations): super::ListKeyRotationsRequest => super::ListKeyRotationsResponse,
        ListKeys(super::operation::ListKeys): super::ListKeysRequest => super::ListKeysResponse,
        ListResourceTags(super::operation::ListResourceTags): super::ListResourceTagsRequest => super::ListResourceTagsResponse,
        ListRetirableGrants(super::operation::ListRetirableGrants): super::ListRetirableGrantsRequest => super::ListGrantsResponse,
        PutKeyPolicy(super::operation::PutKeyPolicy): super::PutKeyPolicyRequest => crate::Empty,
        ReEncrypt(super::operation::ReEncrypt): super::ReEncryptRequest => super::ReEncryptResponse,
        RetireGrant(super::operation::RetireGrant): super::RetireGrantRequest => crate::Empty,
        RevokeGrant(super::operation::RevokeGrant): super::RevokeGrantRequest => crate::Empty,
        RotateKeyOnDemand(super::operation::RotateKeyOnDemand): super::RotateKeyOnDemandRequest => super::RotateKeyOnDemandResponse,
        ScheduleKeyDeletion(super::operation::ScheduleKeyDeletion): super::ScheduleKeyDeletionRequest => super::ScheduleKeyDeletionResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => crate::Empty,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => crate::Empty,
        UpdateAlias(super::operation::UpdateAlias): super::UpdateAliasRequest => crate::Empty,
        UpdateKeyDescription(super::operation::UpdateKeyDescription): super::UpdateKeyDescriptionRequest => crate::Empty,
    }
}

/// The tables of operations.
pub mod operation {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::access::{Access, Need};
    use crate::operation::HttpBinding;
    use crate::schema::Xmlns;
    use crate::Operation;
    use super::{SERVICE, error, shape};

    pub static CancelKeyDeletion: Operation = Operation { service: &SERVICE, name: "CancelKeyDeletion", input: &shape::CancelKeyDeletionRequest, output: &shape::CancelKeyDeletionResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:CancelKeyDeletion", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static CreateAlias: Operation = Operation { service: &SERVICE, name: "CreateAlias", input: &shape::CreateAliasRequest, output: &crate::operation::EMPTY, errors: &[&error::AlreadyExistsException, &error::DependencyTimeoutException, &error::InvalidAliasNameException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::LimitExceededException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:CreateAlias", "", &["arn:{partition}:kms:{region}:{account}:{AliasName}", "arn:{partition}:kms:{region}:{account}:key/{TargetKeyId}"], &[])]) };
    pub static CreateGrant: Operation = Operation { service: &SERVICE, name: "CreateGrant", input: &shape::CreateGrantRequest, output: &shape::CreateGrantResponse, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::DryRunOperationException, &error::InvalidArnException, &error::InvalidGrantTokenException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::LimitExceededException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:CreateGrant", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:EncryptionContext:", "{Constraints.EncryptionContextEquals,Constraints.EncryptionContextSubset}"), ("kms:GrantIsForAWSResource", "false"), ("kms:GrantOperations", "{Operations[]}"), ("kms:GranteePrincipal", "{GranteePrincipal}"), ("kms:RetiringPrincipal", "{RetiringPrincipal}")])]) };
    pub static CreateKey: Operation = Operation { service: &SERVICE, name: "CreateKey", input: &shape::CreateKeyRequest, output: &shape::CreateKeyResponse, errors: &[&error::CloudHsmClusterInvalidConfigurationException, &error::CustomKeyStoreInvalidStateException, &error::CustomKeyStoreNotFoundException, &error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::TagException, &error::UnsupportedOperationException, &error::XksKeyAlreadyInUseException, &error::XksKeyInvalidConfigurationException, &error::XksKeyNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:CreateKey", "", &[], &[("kms:BypassPolicyLockoutSafetyCheck", "{BypassPolicyLockoutSafetyCheck}"), ("kms:KeyOrigin", "{Origin=AWS_KMS}"), ("kms:KeySpec", "{KeySpec,CustomerMasterKeySpec=SYMMETRIC_DEFAULT}"), ("kms:KeyUsage", "{KeyUsage=ENCRYPT_DECRYPT}"), ("kms:MultiRegion", "{MultiRegion=false}")]), Need::new("kms:TagResource", "Tags", &["arn:{partition}:kms:{region}:{account}:key/*"], &[])]) };
    pub static Decrypt: Operation = Operation { service: &SERVICE, name: "Decrypt", input: &shape::DecryptRequest, output: &shape::DecryptResponse, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::DryRunOperationException, &error::IncorrectKeyException, &error::InvalidCiphertextException, &error::InvalidGrantTokenException, &error::InvalidKeyUsageException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::KeyUnavailableException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:Decrypt", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId,CiphertextBlob}"], &[("kms:EncryptionAlgorithm", "{EncryptionAlgorithm=SYMMETRIC_DEFAULT}"), ("kms:EncryptionContext:", "{EncryptionContext}")])]) };
    pub static DeleteAlias: Operation = Operation { service: &SERVICE, name: "DeleteAlias", input: &shape::DeleteAliasRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:DeleteAlias", "", &["arn:{partition}:kms:{region}:{account}:{AliasName}"], &[])]) };
    pub static DescribeKey: Operation = Operation { service: &SERVICE, name: "DescribeKey", input: &shape::DescribeKeyRequest, output: &shape::DescribeKeyResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:DescribeKey", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static DisableKey: Operation = Operation { service: &SERVICE, name: "DisableKey", input: &shape::DisableKeyRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:DisableKey", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static DisableKeyRotation: Operation = Operation { service: &SERVICE, name: "DisableKeyRotation", input: &shape::DisableKeyRotationRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:DisableKeyRotation", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static EnableKey: Operation = Operation { service: &SERVICE, name: "EnableKey", input: &shape::EnableKeyRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::LimitExceededException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:EnableKey", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static EnableKeyRotation: Operation = Operation { service: &SERVICE, name: "EnableKeyRotation", input: &shape::EnableKeyRotationRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:EnableKeyRotation", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:RotationPeriodInDays", "{RotationPeriodInDays=365}")])]) };
    pub static Encrypt: Operation = Operation { service: &SERVICE, name: "Encrypt", input: &shape::EncryptRequest, output: &shape::EncryptResponse, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::DryRunOperationException, &error::InvalidGrantTokenException, &error::InvalidKeyUsageException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::KeyUnavailableException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:Encrypt", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:EncryptionAlgorithm", "{EncryptionAlgorithm=SYMMETRIC_DEFAULT}"), ("kms:EncryptionContext:", "{EncryptionContext}")])]) };
    pub static GenerateDataKey: Operation = Operation { service: &SERVICE, name: "GenerateDataKey", input: &shape::GenerateDataKeyRequest, output: &shape::GenerateDataKeyResponse, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::DryRunOperationException, &error::InvalidGrantTokenException, &error::InvalidKeyUsageException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::KeyUnavailableException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:GenerateDataKey", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT"), ("kms:EncryptionContext:", "{EncryptionContext}")])]) };
    pub static GenerateDataKeyWithoutPlaintext: Operation = Operation { service: &SERVICE, name: "GenerateDataKeyWithoutPlaintext", input: &shape::GenerateDataKeyWithoutPlaintextRequest, output: &shape::GenerateDataKeyWithoutPlaintextResponse, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::DryRunOperationException, &error::InvalidGrantTokenException, &error::InvalidKeyUsageException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::KeyUnavailableException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:GenerateDataKeyWithoutPlaintext", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT"), ("kms:EncryptionContext:", "{EncryptionContext}")])]) };
    pub static GenerateRandom: Operation = Operation { service: &SERVICE, name: "GenerateRandom", input: &shape::GenerateRandomRequest, output: &shape::GenerateRandomResponse, errors: &[&error::CustomKeyStoreInvalidStateException, &error::CustomKeyStoreNotFoundException, &error::DependencyTimeoutException, &error::KMSInternalException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:GenerateRandom", "", &[], &[])]) };
    pub static GetKeyPolicy: Operation = Operation { service: &SERVICE, name: "GetKeyPolicy", input: &shape::GetKeyPolicyRequest, output: &shape::GetKeyPolicyResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:GetKeyPolicy", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static GetKeyRotationStatus: Operation = Operation { service: &SERVICE, name: "GetKeyRotationStatus", input: &shape::GetKeyRotationStatusRequest, output: &shape::GetKeyRotationStatusResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:GetKeyRotationStatus", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static ListAliases: Operation = Operation { service: &SERVICE, name: "ListAliases", input: &shape::ListAliasesRequest, output: &shape::ListAliasesResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::InvalidMarkerException, &error::KMSInternalException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ListAliases", "", &[], &[])]) };
    pub static ListGrants: Operation = Operation { service: &SERVICE, name: "ListGrants", input: &shape::ListGrantsRequest, output: &shape::ListGrantsResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::InvalidGrantIdException, &error::InvalidMarkerException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ListGrants", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:GrantIsForAWSResource", "false")])]) };
    pub static ListKeyPolicies: Operation = Operation { service: &SERVICE, name: "ListKeyPolicies", input: &shape::ListKeyPoliciesRequest, output: &shape::ListKeyPoliciesResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ListKeyPolicies", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static ListKeyRotations: Operation = Operation { service: &SERVICE, name: "ListKeyRotations", input: &shape::ListKeyRotationsRequest, output: &shape::ListKeyRotationsResponse, errors: &[&error::InvalidArnException, &error::InvalidMarkerException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ListKeyRotations", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static ListKeys: Operation = Operation { service: &SERVICE, name: "ListKeys", input: &shape::ListKeysRequest, output: &shape::ListKeysResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidMarkerException, &error::KMSInternalException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ListKeys", "", &[], &[])]) };
    pub static ListResourceTags: Operation = Operation { service: &SERVICE, name: "ListResourceTags", input: &shape::ListResourceTagsRequest, output: &shape::ListResourceTagsResponse, errors: &[&error::InvalidArnException, &error::InvalidMarkerException, &error::KMSInternalException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ListResourceTags", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static ListRetirableGrants: Operation = Operation { service: &SERVICE, name: "ListRetirableGrants", input: &shape::ListRetirableGrantsRequest, output: &shape::ListGrantsResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::InvalidMarkerException, &error::KMSInternalException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ListRetirableGrants", "", &[], &[])]) };
    pub static PutKeyPolicy: Operation = Operation { service: &SERVICE, name: "PutKeyPolicy", input: &shape::PutKeyPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::LimitExceededException, &error::MalformedPolicyDocumentException, &error::NotFoundException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:PutKeyPolicy", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:BypassPolicyLockoutSafetyCheck", "{BypassPolicyLockoutSafetyCheck}")])]) };
    pub static ReEncrypt: Operation = Operation { service: &SERVICE, name: "ReEncrypt", input: &shape::ReEncryptRequest, output: &shape::ReEncryptResponse, errors: &[&error::DependencyTimeoutException, &error::DisabledException, &error::DryRunOperationException, &error::IncorrectKeyException, &error::InvalidCiphertextException, &error::InvalidGrantTokenException, &error::InvalidKeyUsageException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::KeyUnavailableException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ReEncryptFrom", "", &["arn:{partition}:kms:{region}:{account}:key/{SourceKeyId,CiphertextBlob}"], &[("kms:EncryptionAlgorithm", "{SourceEncryptionAlgorithm=SYMMETRIC_DEFAULT}"), ("kms:EncryptionContext:", "{SourceEncryptionContext}")]), Need::new("kms:ReEncryptTo", "", &["arn:{partition}:kms:{region}:{account}:key/{DestinationKeyId}"], &[("kms:EncryptionAlgorithm", "{DestinationEncryptionAlgorithm=SYMMETRIC_DEFAULT}"), ("kms:EncryptionContext:", "{DestinationEncryptionContext}")])]) };
    pub static RetireGrant: Operation = Operation { service: &SERVICE, name: "RetireGrant", input: &shape::RetireGrantRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::DryRunOperationException, &error::InvalidArnException, &error::InvalidGrantIdException, &error::InvalidGrantTokenException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::open() };
    pub static RevokeGrant: Operation = Operation { service: &SERVICE, name: "RevokeGrant", input: &shape::RevokeGrantRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::DryRunOperationException, &error::InvalidArnException, &error::InvalidGrantIdException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:RevokeGrant", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:GrantIsForAWSResource", "false")])]) };
    pub static RotateKeyOnDemand: Operation = Operation { service: &SERVICE, name: "RotateKeyOnDemand", input: &shape::RotateKeyOnDemandRequest, output: &shape::RotateKeyOnDemandResponse, errors: &[&error::ConflictException, &error::DependencyTimeoutException, &error::DisabledException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::LimitExceededException, &error::NotFoundException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:RotateKeyOnDemand", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static ScheduleKeyDeletion: Operation = Operation { service: &SERVICE, name: "ScheduleKeyDeletion", input: &shape::ScheduleKeyDeletionRequest, output: &shape::ScheduleKeyDeletionResponse, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:ScheduleKeyDeletion", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[("kms:ScheduleKeyDeletionPendingWindowInDays", "{PendingWindowInDays=30}")])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::LimitExceededException, &error::NotFoundException, &error::TagException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:TagResource", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException, &error::TagException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:UntagResource", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
    pub static UpdateAlias: Operation = Operation { service: &SERVICE, name: "UpdateAlias", input: &shape::UpdateAliasRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::LimitExceededException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:UpdateAlias", "", &["arn:{partition}:kms:{region}:{account}:{AliasName}", "arn:{partition}:kms:{region}:{account}:key/{TargetKeyId}"], &[])]) };
    pub static UpdateKeyDescription: Operation = Operation { service: &SERVICE, name: "UpdateKeyDescription", input: &shape::UpdateKeyDescriptionRequest, output: &crate::operation::EMPTY, errors: &[&error::DependencyTimeoutException, &error::InvalidArnException, &error::KMSInternalException, &error::KMSInvalidStateException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("kms:UpdateKeyDescription", "", &["arn:{partition}:kms:{region}:{account}:key/{KeyId}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AlreadyExistsException: ErrorShape = ErrorShape::new(&shape::AlreadyExistsException, "AlreadyExistsException", 400, false);
    pub static CloudHsmClusterInvalidConfigurationException: ErrorShape = ErrorShape::new(&shape::CloudHsmClusterInvalidConfigurationException, "CloudHsmClusterInvalidConfigurationException", 400, false);
    pub static ConflictException: ErrorShape = ErrorShape::new(&shape::ConflictException, "ConflictException", 400, false);
    pub static CustomKeyStoreInvalidStateException: ErrorShape = ErrorShape::new(&shape::CustomKeyStoreInvalidStateException, "CustomKeyStoreInvalidStateException", 400, false);
    pub static CustomKeyStoreNotFoundException: ErrorShape = ErrorShape::new(&shape::CustomKeyStoreNotFoundException, "CustomKeyStoreNotFoundException", 400, false);
    pub static DependencyTimeoutException: ErrorShape = ErrorShape::new(&shape::DependencyTimeoutException, "DependencyTimeoutException", 500, true);
    pub static DisabledException: ErrorShape = ErrorShape::new(&shape::DisabledException, "DisabledException", 400, false);
    pub static DryRunOperationException: ErrorShape = ErrorShape::new(&shape::DryRunOperationException, "DryRunOperationException", 400, false);
    pub static IncorrectKeyException: ErrorShape = ErrorShape::new(&shape::IncorrectKeyException, "IncorrectKeyException", 400, false);
    pub static InvalidAliasNameException: ErrorShape = ErrorShape::new(&shape::InvalidAliasNameException, "InvalidAliasNameException", 400, false);
    pub static InvalidArnException: ErrorShape = ErrorShape::new(&shape::InvalidArnException, "InvalidArnException", 400, false);
    pub static InvalidCiphertextException: ErrorShape = ErrorShape::new(&shape::InvalidCiphertextException, "InvalidCiphertextException", 400, false);
    pub static InvalidGrantIdException: ErrorShape = ErrorShape::new(&shape::InvalidGrantIdException, "InvalidGrantIdException", 400, false);
    pub static InvalidGrantTokenException: ErrorShape = ErrorShape::new(&shape::InvalidGrantTokenException, "InvalidGrantTokenException", 400, false);
    pub static InvalidKeyUsageException: ErrorShape = ErrorShape::new(&shape::InvalidKeyUsageException, "InvalidKeyUsageException", 400, false);
    pub static InvalidMarkerException: ErrorShape = ErrorShape::new(&shape::InvalidMarkerException, "InvalidMarkerException", 400, false);
    pub static KMSInternalException: ErrorShape = ErrorShape::new(&shape::KMSInternalException, "KMSInternalException", 500, true);
    pub static KMSInvalidStateException: ErrorShape = ErrorShape::new(&shape::KMSInvalidStateException, "KMSInvalidStateException", 400, false);
    pub static KeyUnavailableException: ErrorShape = ErrorShape::new(&shape::KeyUnavailableException, "KeyUnavailableException", 500, true);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static MalformedPolicyDocumentException: ErrorShape = ErrorShape::new(&shape::MalformedPolicyDocumentException, "MalformedPolicyDocumentException", 400, false);
    pub static NotFoundException: ErrorShape = ErrorShape::new(&shape::NotFoundException, "NotFoundException", 400, false);
    pub static TagException: ErrorShape = ErrorShape::new(&shape::TagException, "TagException", 400, false);
    pub static UnsupportedOperationException: ErrorShape = ErrorShape::new(&shape::UnsupportedOperationException, "UnsupportedOperationException", 400, false);
    pub static XksKeyAlreadyInUseException: ErrorShape = ErrorShape::new(&shape::XksKeyAlreadyInUseException, "XksKeyAlreadyInUseException", 400, false);
    pub static XksKeyInvalidConfigurationException: ErrorShape = ErrorShape::new(&shape::XksKeyInvalidConfigurationException, "XksKeyInvalidConfigurationException", 400, false);
    pub static XksKeyNotFoundException: ErrorShape = ErrorShape::new(&shape::XksKeyNotFoundException, "XksKeyNotFoundException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AWSAccountIdType: Shape = Shape::new("AWSAccountIdType", Kind::String);
    pub static AliasList: Shape = Shape::new("AliasList", Kind::List(Member::new("member", &AliasListEntry)));
    pub static AliasListEntry: Shape = Shape::structure("AliasListEntry", &[Member::new("AliasName", &AliasNameType), Member::new("AliasArn", &ArnType), Member::new("TargetKeyId", &KeyIdType), Member::new("CreationDate", &DateType), Member::new("LastUpdatedDate", &DateType), ]);
    static AliasNameType_pattern: Pattern = Pattern::new("^[a-zA-Z0-9:/_-]+$");
    pub static AliasNameType: Shape = Shape::new("AliasNameType", Kind::String).min(1.0).max(256.0).pattern(&AliasNameType_pattern);
    pub static AlreadyExistsException: Shape = Shape::structure("AlreadyExistsException", &[Member::new("message", &ErrorMessageType), ]);
    pub static ArnType: Shape = Shape::new("ArnType", Kind::String).min(20.0).max(2048.0);
    pub static AttestationDocumentType: Shape = Shape::new("AttestationDocumentType", Kind::Blob).min(1.0).max(262144.0);
    pub static BackingKeyIdType: Shape = Shape::new("BackingKeyIdType", Kind::String).min(64.0).max(64.0);
    pub static BooleanType: Shape = Shape::new("BooleanType", Kind::Boolean);
    pub static CancelKeyDeletionRequest: Shape = Shape::structure("CancelKeyDeletionRequest", &[Member::new("KeyId", &KeyIdType).required(), ]);
    pub static CancelKeyDeletionResponse: Shape = Shape::structure("CancelKeyDeletionResponse", &[Member::new("KeyId", &KeyIdType), ]);
    pub static CiphertextType: Shape = Shape::new("CiphertextType", Kind::Blob).min(1.0).max(6144.0);
    pub static CloudHsmClusterIdType: Shape = Shape::new("CloudHsmClusterIdType", Kind::String).min(19.0).max(24.0);
    pub static CloudHsmClusterInvalidConfigurationException: Shape = Shape::structure("CloudHsmClusterInvalidConfigurationException", &[Member::new("message", &ErrorMessageType), ]);
    pub static ConflictException: Shape = Shape::structure("ConflictException", &[Member::new("message", &ErrorMessageType), ]);
    pub static CreateAliasRequest: Shape = Shape::structure("CreateAliasRequest", &[Member::new("AliasName", &AliasNameType).required(), Member::new("TargetKeyId", &KeyIdType).required(), ]);
    pub static CreateGrantRequest: Shape = Shape::structure("CreateGrantRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("GranteePrincipal", &PrincipalIdType).required(), Member::new("RetiringPrincipal", &PrincipalIdType), Member::new("Operations", &GrantOperationList).required(), Member::new("Constraints", &GrantConstraints), Member::new("GrantTokens", &GrantTokenList), Member::new("Name", &GrantNameType), Member::new("DryRun", &NullableBooleanType), ]);
    pub static CreateGrantResponse: Shape = Shape::structure("CreateGrantResponse", &[Member::new("GrantToken", &GrantTokenType), Member::new("GrantId", &GrantIdType), ]);
    pub static CreateKeyRequest: Shape = Shape::structure("CreateKeyRequest", &[Member::new("Policy", &PolicyType), Member::new("Description", &DescriptionType), Member::new("KeyUsage", &KeyUsageType), Member::new("CustomerMasterKeySpec", &CustomerMasterKeySpec), Member::new("KeySpec", &KeySpec), Member::new("Origin", &OriginType), Member::new("CustomKeyStoreId", &CustomKeyStoreIdType), Member::new("BypassPolicyLockoutSafetyCheck", &BooleanType), Member::new("Tags", &TagList), Member::new("MultiRegion", &NullableBooleanType), Member::new("XksKeyId", &XksKeyIdType), ]);
    pub static CreateKeyResponse: Shape = Shape::structure("CreateKeyResponse", &[Member::new("KeyMetadata", &KeyMetadata), ]);
    pub static CustomKeyStoreIdType: Shape = Shape::new("CustomKeyStoreIdType", Kind::String).min(1.0).max(64.0);
    pub static CustomKeyStoreInvalidStateException: Shape = Shape::structure("CustomKeyStoreInvalidStateException", &[Member::new("message", &ErrorMessageType), ]);
    pub static CustomKeyStoreNotFoundException: Shape = Shape::structure("CustomKeyStoreNotFoundException", &[Member::new("message", &ErrorMessageType), ]);
    pub static CustomerMasterKeySpec: Shape = Shape::new("CustomerMasterKeySpec", Kind::String).values(&["RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "SM2"]);
    pub static DataKeySpec: Shape = Shape::new("DataKeySpec", Kind::String).values(&["AES_256", "AES_128"]);
    pub static DateType: Shape = Shape::new("DateType", Kind::Timestamp(None));
    pub static DecryptRequest: Shape = Shape::structure("DecryptRequest", &[Member::new("CiphertextBlob", &CiphertextType), Member::new("EncryptionContext", &EncryptionContextType), Member::new("GrantTokens", &GrantTokenList), Member::new("KeyId", &KeyIdType), Member::new("EncryptionAlgorithm", &EncryptionAlgorithmSpec), Member::new("Recipient", &RecipientInfo), Member::new("DryRun", &NullableBooleanType), Member::new("DryRunModifiers", &DryRunModifierList), ]);
    pub static DecryptResponse: Shape = Shape::structure("DecryptResponse", &[Member::new("KeyId", &KeyIdType), Member::new("Plaintext", &PlaintextType), Member::new("EncryptionAlgorithm", &EncryptionAlgorithmSpec), Member::new("CiphertextForRecipient", &CiphertextType), Member::new("KeyMaterialId", &BackingKeyIdType), ]);
    pub static DeleteAliasRequest: Shape = Shape::structure("DeleteAliasRequest", &[Member::new("AliasName", &AliasNameType).required(), ]);
    pub static DependencyTimeoutException: Shape = Shape::structure("DependencyTimeoutException", &[Member::new("message", &ErrorMessageType), ]);
    pub static DescribeKeyRequest: Shape = Shape::structure("DescribeKeyRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("GrantTokens", &GrantTokenList), ]);
    pub static DescribeKeyResponse: Shape = Shape::structure("DescribeKeyResponse", &[Member::new("KeyMetadata", &KeyMetadata), ]);
    pub static DescriptionType: Shape = Shape::new("DescriptionType", Kind::String).min(0.0).max(8192.0);
    pub static DisableKeyRequest: Shape = Shape::structure("DisableKeyRequest", &[Member::new("KeyId", &KeyIdType).required(), ]);
    pub static DisableKeyRotationRequest: Shape = Shape::structure("DisableKeyRotationRequest", &[Member::new("KeyId", &KeyIdType).required(), ]);
    pub static DisabledException: Shape = Shape::structure("DisabledException", &[Member::new("message", &ErrorMessageType), ]);
    pub static DryRunModifierList: Shape = Shape::new("DryRunModifierList", Kind::List(Member::new("member", &DryRunModifierType)));
    pub static DryRunModifierType: Shape = Shape::new("DryRunModifierType", Kind::String).values(&["IGNORE_CIPHERTEXT"]);
    pub static DryRunOperationException: Shape = Shape::structure("DryRunOperationException", &[Member::new("message", &ErrorMessageType), ]);
    pub static EnableKeyRequest: Shape = Shape::structure("EnableKeyRequest", &[Member::new("KeyId", &KeyIdType).required(), ]);
    pub static EnableKeyRotationRequest: Shape = Shape::structure("EnableKeyRotationRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("RotationPeriodInDays", &RotationPeriodInDaysType), ]);
    pub static EncryptRequest: Shape = Shape::structure("EncryptRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("Plaintext", &PlaintextType).required(), Member::new("EncryptionContext", &EncryptionContextType), Member::new("GrantTokens", &GrantTokenList), Member::new("EncryptionAlgorithm", &EncryptionAlgorithmSpec), Member::new("DryRun", &NullableBooleanType), ]);
    pub static EncryptResponse: Shape = Shape::structure("EncryptResponse", &[Member::new("CiphertextBlob", &CiphertextType), Member::new("KeyId", &KeyIdType), Member::new("EncryptionAlgorithm", &EncryptionAlgorithmSpec), ]);
    pub static EncryptionAlgorithmSpec: Shape = Shape::new("EncryptionAlgorithmSpec", Kind::String).values(&["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"]);
    pub static EncryptionAlgorithmSpecList: Shape = Shape::new("EncryptionAlgorithmSpecList", Kind::List(Member::new("member", &EncryptionAlgorithmSpec)));
    pub static EncryptionContextKey: Shape = Shape::new("EncryptionContextKey", Kind::String);
    pub static EncryptionContextType: Shape = Shape::new("EncryptionContextType", Kind::Map(Member::new("key", &EncryptionContextKey), Member::new("value", &EncryptionContextValue)));
    pub static EncryptionContextValue: Shape = Shape::new("EncryptionContextValue", Kind::String);
    pub static ErrorMessageType: Shape = Shape::new("ErrorMessageType", Kind::String);
    pub static ExpirationModelType: Shape = Shape::new("ExpirationModelType", Kind::String).values(&["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"]);
    pub static GenerateDataKeyRequest: Shape = Shape::structure("GenerateDataKeyRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("EncryptionContext", &EncryptionContextType), Member::new("NumberOfBytes", &NumberOfBytesType), Member::new("KeySpec", &DataKeySpec), Member::new("GrantTokens", &GrantTokenList), Member::new("Recipient", &RecipientInfo), Member::new("DryRun", &NullableBooleanType), ]);
    pub static GenerateDataKeyResponse: Shape = Shape::structure("GenerateDataKeyResponse", &[Member::new("CiphertextBlob", &CiphertextType), Member::new("Plaintext", &PlaintextType), Member::new("KeyId", &KeyIdType), Member::new("CiphertextForRecipient", &CiphertextType), Member::new("KeyMaterialId", &BackingKeyIdType), ]);
    pub static GenerateDataKeyWithoutPlaintextRequest: Shape = Shape::structure("GenerateDataKeyWithoutPlaintextRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("EncryptionContext", &EncryptionContextType), Member::new("KeySpec", &DataKeySpec), Member::new("NumberOfBytes", &NumberOfBytesType), Member::new("GrantTokens", &GrantTokenList), Member::new("DryRun", &NullableBooleanType), ]);
    pub static GenerateDataKeyWithoutPlaintextResponse: Shape = Shape::structure("GenerateDataKeyWithoutPlaintextResponse", &[Member::new("CiphertextBlob", &CiphertextType), Member::new("KeyId", &KeyIdType), Member::new("KeyMaterialId", &BackingKeyIdType), ]);
    pub static GenerateRandomRequest: Shape = Shape::structure("GenerateRandomRequest", &[Member::new("NumberOfBytes", &NumberOfBytesType), Member::new("CustomKeyStoreId", &CustomKeyStoreIdType), Member::new("Recipient", &RecipientInfo), ]);
    pub static GenerateRandomResponse: Shape = Shape::structure("GenerateRandomResponse", &[Member::new("Plaintext", &PlaintextType), Member::new("CiphertextForRecipient", &CiphertextType), ]);
    pub static GetKeyPolicyRequest: Shape = Shape::structure("GetKeyPolicyRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("PolicyName", &PolicyNameType), ]);
    pub static GetKeyPolicyResponse: Shape = Shape::structure("GetKeyPolicyResponse", &[Member::new("Policy", &PolicyType), Member::new("PolicyName", &PolicyNameType), ]);
    pub static GetKeyRotationStatusRequest: Shape = Shape::structure("GetKeyRotationStatusRequest", &[Member::new("KeyId", &KeyIdType).required(), ]);
    pub static GetKeyRotationStatusResponse: Shape = Shape::structure("GetKeyRotationStatusResponse", &[Member::new("KeyRotationEnabled", &BooleanType), Member::new("KeyId", &KeyIdType), Member::new("RotationPeriodInDays", &RotationPeriodInDaysType), Member::new("NextRotationDate", &DateType), Member::new("OnDemandRotationStartDate", &DateType), ]);
    pub static GrantConstraints: Shape = Shape::structure("GrantConstraints", &[Member::new("EncryptionContextSubset", &EncryptionContextType), Member::new("EncryptionContextEquals", &EncryptionContextType), ]);
    pub static GrantIdType: Shape = Shape::new("GrantIdType", Kind::String).min(1.0).max(128.0);
    pub static GrantList: Shape = Shape::new("GrantList", Kind::List(Member::new("member", &GrantListEntry)));
    pub static GrantListEntry: Shape = Shape::structure("GrantListEntry", &[Member::new("KeyId", &KeyIdType), Member::new("GrantId", &GrantIdType), Member::new("Name", &GrantNameType), Member::new("CreationDate", &DateType), Member::new("GranteePrincipal", &PrincipalIdType), Member::new("RetiringPrincipal", &PrincipalIdType), Member::new("IssuingAccount", &PrincipalIdType), Member::new("Operations", &GrantOperationList), Member::new("Constraints", &GrantConstraints), ]);
    static GrantNameType_pattern: Pattern = Pattern::new("^[a-zA-Z0-9:/_-]+$");
    pub static GrantNameType: Shape = Shape::new("GrantNameType", Kind::String).min(1.0).max(256.0).pattern(&GrantNameType_pattern);
    pub static GrantOperation: Shape = Shape::new("GrantOperation", Kind::String).values(&["Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo", "Sign", "Verify", "GetPublicKey", "CreateGrant", "RetireGrant", "DescribeKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac", "DeriveSharedSecret"]);
    pub static GrantOperationList: Shape = Shape::new("GrantOperationList", Kind::List(Member::new("member", &GrantOperation)));
    pub static GrantTokenList: Shape = Shape::new("GrantTokenList", Kind::List(Member::new("member", &GrantTokenType))).min(0.0).max(10.0);
    pub static GrantTokenType: Shape = Shape::new("GrantTokenType", Kind::String).min(1.0).max(8192.0);
    pub static ImportState: Shape = Shape::new("ImportState", Kind::String).values(&["IMPORTED", "PENDING_IMPORT"]);
    pub static IncludeKeyMaterial: Shape = Shape::new("IncludeKeyMaterial", Kind::String).values(&["ALL_KEY_MATERIAL", "ROTATIONS_ONLY"]);
    pub static IncorrectKeyException: Shape = Shape::structure("IncorrectKeyException", &[Member::new("message", &ErrorMessageType), ]);
    pub static InvalidAliasNameException: Shape = Shape::structure("InvalidAliasNameException", &[Member::new("message", &ErrorMessageType), ]);
    pub static InvalidArnException: Shape = Shape::structure("InvalidArnException", &[Member::new("message", &ErrorMessageType), ]);
    pub static InvalidCiphertextException: Shape = Shape::structure("InvalidCiphertextException", &[Member::new("message", &ErrorMessageType), ]);
    pub static InvalidGrantIdException: Shape = Shape::structure("InvalidGrantIdException", &[Member::new("message", &ErrorMessageType), ]);
    pub static InvalidGrantTokenException: Shape = Shape::structure("InvalidGrantTokenException", &[Member::new("message", &ErrorMessageType), ]);
    pub static InvalidKeyUsageException: Shape = Shape::structure("InvalidKeyUsageException", &[Member::new("message", &ErrorMessageType), ]);
    pub static InvalidMarkerException: Shape = Shape::structure("InvalidMarkerException", &[Member::new("message", &ErrorMessageType), ]);
    pub static KMSInternalException: Shape = Shape::structure("KMSInternalException", &[Member::new("message", &ErrorMessageType), ]);
    pub static KMSInvalidStateException: Shape = Shape::structure("KMSInvalidStateException", &[Member::new("message", &ErrorMessageType), ]);
    pub static KeyAgreementAlgorithmSpec: Shape = Shape::new("KeyAgreementAlgorithmSpec", Kind::String).values(&["ECDH"]);
    pub static KeyAgreementAlgorithmSpecList: Shape = Shape::new("KeyAgreementAlgorithmSpecList", Kind::List(Member::new("member", &KeyAgreementAlgorithmSpec)));
    pub static KeyEncryptionMechanism: Shape = Shape::new("KeyEncryptionMechanism", Kind::String).values(&["RSAES_OAEP_SHA_256"]);
    pub static KeyIdType: Shape = Shape::new("KeyIdType", Kind::String).min(1.0).max(2048.0);
    pub static KeyList: Shape = Shape::new("KeyList", Kind::List(Member::new("member", &KeyListEntry)));
    pub static KeyListEntry: Shape = Shape::structure("KeyListEntry", &[Member::new("KeyId", &KeyIdType), Member::new("KeyArn", &ArnType), ]);
    pub static KeyManagerType: Shape = Shape::new("KeyManagerType", Kind::String).values(&["AWS", "CUSTOMER"]);
    pub static KeyMaterialDescriptionType: Shape = Shape::new("KeyMaterialDescriptionType", Kind::String).min(0.0).max(256.0);
    pub static KeyMaterialState: Shape = Shape::new("KeyMaterialState", Kind::String).values(&["NON_CURRENT", "CURRENT", "PENDING_ROTATION", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"]);
    pub static KeyMetadata: Shape = Shape::structure("KeyMetadata", &[Member::new("AWSAccountId", &AWSAccountIdType), Member::new("KeyId", &KeyIdType).required(), Member::new("Arn", &ArnType), Member::new("CreationDate", &DateType), Member::new("Enabled", &BooleanType), Member::new("Description", &DescriptionType), Member::new("KeyUsage", &KeyUsageType), Member::new("KeyState", &KeyState), Member::new("DeletionDate", &DateType), Member::new("ValidTo", &DateType), Member::new("Origin", &OriginType), Member::new("CustomKeyStoreId", &CustomKeyStoreIdType), Member::new("CloudHsmClusterId", &CloudHsmClusterIdType), Member::new("ExpirationModel", &ExpirationModelType), Member::new("KeyManager", &KeyManagerType), Member::new("CustomerMasterKeySpec", &CustomerMasterKeySpec), Member::new("KeySpec", &KeySpec), Member::new("EncryptionAlgorithms", &EncryptionAlgorithmSpecList), Member::new("SigningAlgorithms", &SigningAlgorithmSpecList), Member::new("KeyAgreementAlgorithms", &KeyAgreementAlgorithmSpecList), Member::new("MultiRegion", &NullableBooleanType), Member::new("MultiRegionConfiguration", &MultiRegionConfiguration), Member::new("PendingDeletionWindowInDays", &PendingWindowInDaysType), Member::new("MacAlgorithms", &MacAlgorithmSpecList), Member::new("XksKeyConfiguration", &XksKeyConfigurationType), Member::new("CurrentKeyMaterialId", &BackingKeyIdType), ]);
    pub static KeySpec: Shape = Shape::new("KeySpec", Kind::String).values(&["RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "SM2", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "ECC_NIST_EDWARDS25519"]);
    pub static KeyState: Shape = Shape::new("KeyState", Kind::String).values(&["Creating", "Enabled", "Disabled", "PendingDeletion", "PendingImport", "PendingReplicaDeletion", "Unavailable", "Updating"]);
    pub static KeyUnavailableException: Shape = Shape::structure("KeyUnavailableException", &[Member::new("message", &ErrorMessageType), ]);
    pub static KeyUsageType: Shape = Shape::new("KeyUsageType", Kind::String).values(&["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"]);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("message", &ErrorMessageType), ]);
    pub static LimitType: Shape = Shape::new("LimitType", Kind::Integer).min(1.0).max(1000.0);
    pub static ListAliasesRequest: Shape = Shape::structure("ListAliasesRequest", &[Member::new("KeyId", &KeyIdType), Member::new("Limit", &LimitType), Member::new("Marker", &MarkerType), ]);
    pub static ListAliasesResponse: Shape = Shape::structure("ListAliasesResponse", &[Member::new("Aliases", &AliasList), Member::new("NextMarker", &MarkerType), Member::new("Truncated", &BooleanType), ]);
    pub static ListGrantsRequest: Shape = Shape::structure("ListGrantsRequest", &[Member::new("Limit", &LimitType), Member::new("Marker", &MarkerType), Member::new("KeyId", &KeyIdType).required(), Member::new("GrantId", &GrantIdType), Member::new("GranteePrincipal", &PrincipalIdType), ]);
    pub static ListGrantsResponse: Shape = Shape::structure("ListGrantsResponse", &[Member::new("Grants", &GrantList), Member::new("NextMarker", &MarkerType), Member::new("Truncated", &BooleanType), ]);
    pub static ListKeyPoliciesRequest: Shape = Shape::structure("ListKeyPoliciesRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("Limit", &LimitType), Member::new("Marker", &MarkerType), ]);
    pub static ListKeyPoliciesResponse: Shape = Shape::structure("ListKeyPoliciesResponse", &[Member::new("PolicyNames", &PolicyNameList), Member::new("NextMarker", &MarkerType), Member::new("Truncated", &BooleanType), ]);
    pub static ListKeyRotationsRequest: Shape = Shape::structure("ListKeyRotationsRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("IncludeKeyMaterial", &IncludeKeyMaterial), Member::new("Limit", &LimitType), Member::new("Marker", &MarkerType), ]);
    pub static ListKeyRotationsResponse: Shape = Shape::structure("ListKeyRotationsResponse", &[Member::new("Rotations", &RotationsList), Member::new("NextMarker", &MarkerType), Member::new("Truncated", &BooleanType), ]);
    pub static ListKeysRequest: Shape = Shape::structure("ListKeysRequest", &[Member::new("Limit", &LimitType), Member::new("Marker", &MarkerType), ]);
    pub static ListKeysResponse: Shape = Shape::structure("ListKeysResponse", &[Member::new("Keys", &KeyList), Member::new("NextMarker", &MarkerType), Member::new("Truncated", &BooleanType), ]);
    pub static ListResourceTagsRequest: Shape = Shape::structure("ListResourceTagsRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("Limit", &LimitType), Member::new("Marker", &MarkerType), ]);
    pub static ListResourceTagsResponse: Shape = Shape::structure("ListResourceTagsResponse", &[Member::new("Tags", &TagList), Member::new("NextMarker", &MarkerType), Member::new("Truncated", &BooleanType), ]);
    pub static ListRetirableGrantsRequest: Shape = Shape::structure("ListRetirableGrantsRequest", &[Member::new("Limit", &LimitType), Member::new("Marker", &MarkerType), Member::new("RetiringPrincipal", &PrincipalIdType).required(), ]);
    pub static MacAlgorithmSpec: Shape = Shape::new("MacAlgorithmSpec", Kind::String).values(&["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"]);
    pub static MacAlgorithmSpecList: Shape = Shape::new("MacAlgorithmSpecList", Kind::List(Member::new("member", &MacAlgorithmSpec)));
    pub static MalformedPolicyDocumentException: Shape = Shape::structure("MalformedPolicyDocumentException", &[Member::new("message", &ErrorMessageType), ]);
    static MarkerType_pattern: Pattern = Pattern::new("[\\u0020-\\u00FF]*");
    pub static MarkerType: Shape = Shape::new("MarkerType", Kind::String).min(1.0).max(1024.0).pattern(&MarkerType_pattern);
    pub static MultiRegionConfiguration: Shape = Shape::structure("MultiRegionConfiguration", &[Member::new("MultiRegionKeyType", &MultiRegionKeyType), Member::new("PrimaryKey", &MultiRegionKey), Member::new("ReplicaKeys", &MultiRegionKeyList), ]);
    pub static MultiRegionKey: Shape = Shape::structure("MultiRegionKey", &[Member::new("Arn", &ArnType), Member::new("Region", &RegionType), ]);
    pub static MultiRegionKeyList: Shape = Shape::new("MultiRegionKeyList", Kind::List(Member::new("member", &MultiRegionKey)));
    pub static MultiRegionKeyType: Shape = Shape::new("MultiRegionKeyType", Kind::String).values(&["PRIMARY", "REPLICA"]);
    pub static NotFoundException: Shape = Shape::structure("NotFoundException", &[Member::new("message", &ErrorMessageType), ]);
    pub static NullableBooleanType: Shape = Shape::new("NullableBooleanType", Kind::Boolean);
    pub static NumberOfBytesType: Shape = Shape::new("NumberOfBytesType", Kind::Integer).min(1.0).max(1024.0);
    pub static OriginType: Shape = Shape::new("OriginType", Kind::String).values(&["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]);
    pub static PendingWindowInDaysType: Shape = Shape::new("PendingWindowInDaysType", Kind::Integer).min(1.0).max(365.0);
    pub static PlaintextType: Shape = Shape::new("PlaintextType", Kind::Blob).min(1.0).max(4096.0).sensitive();
    pub static PolicyNameList: Shape = Shape::new("PolicyNameList", Kind::List(Member::new("member", &PolicyNameType)));
    static PolicyNameType_pattern: Pattern = Pattern::new("[\\w]+");
    pub static PolicyNameType: Shape = Shape::new("PolicyNameType", Kind::String).min(1.0).max(128.0).pattern(&PolicyNameType_pattern);
    static PolicyType_pattern: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    pub static PolicyType: Shape = Shape::new("PolicyType", Kind::String).min(1.0).max(131072.0).pattern(&PolicyType_pattern);
    static PrincipalIdType_pattern: Pattern = Pattern::new("^[\\w+=,.@:/-]+$");
    pub static PrincipalIdType: Shape = Shape::new("PrincipalIdType", Kind::String).min(1.0).max(256.0).pattern(&PrincipalIdType_pattern);
    pub static PutKeyPolicyRequest: Shape = Shape::structure("PutKeyPolicyRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("PolicyName", &PolicyNameType), Member::new("Policy", &PolicyType).required(), Member::new("BypassPolicyLockoutSafetyCheck", &BooleanType), ]);
    pub static ReEncryptRequest: Shape = Shape::structure("ReEncryptRequest", &[Member::new("CiphertextBlob", &CiphertextType), Member::new("SourceEncryptionContext", &EncryptionContextType), Member::new("SourceKeyId", &KeyIdType), Member::new("DestinationKeyId", &KeyIdType).required(), Member::new("DestinationEncryptionContext", &EncryptionContextType), Member::new("SourceEncryptionAlgorithm", &EncryptionAlgorithmSpec), Member::new("DestinationEncryptionAlgorithm", &EncryptionAlgorithmSpec), Member::new("GrantTokens", &GrantTokenList), Member::new("DryRun", &NullableBooleanType), Member::new("DryRunModifiers", &DryRunModifierList), ]);
    pub static ReEncryptResponse: Shape = Shape::structure("ReEncryptResponse", &[Member::new("CiphertextBlob", &CiphertextType), Member::new("SourceKeyId", &KeyIdType), Member::new("KeyId", &KeyIdType), Member::new("SourceEncryptionAlgorithm", &EncryptionAlgorithmSpec), Member::new("DestinationEncryptionAlgorithm", &EncryptionAlgorithmSpec), Member::new("SourceKeyMaterialId", &BackingKeyIdType), Member::new("DestinationKeyMaterialId", &BackingKeyIdType), ]);
    pub static RecipientInfo: Shape = Shape::structure("RecipientInfo", &[Member::new("KeyEncryptionAlgorithm", &KeyEncryptionMechanism), Member::new("AttestationDocument", &AttestationDocumentType), ]);
    pub static RegionType: Shape = Shape::new("RegionType", Kind::String).min(1.0).max(32.0);
    pub static RetireGrantRequest: Shape = Shape::structure("RetireGrantRequest", &[Member::new("GrantToken", &GrantTokenType), Member::new("KeyId", &KeyIdType), Member::new("GrantId", &GrantIdType), Member::new("DryRun", &NullableBooleanType), ]);
    pub static RevokeGrantRequest: Shape = Shape::structure("RevokeGrantRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("GrantId", &GrantIdType).required(), Member::new("DryRun", &NullableBooleanType), ]);
    pub static RotateKeyOnDemandRequest: Shape = Shape::structure("RotateKeyOnDemandRequest", &[Member::new("KeyId", &KeyIdType).required(), ]);
    pub static RotateKeyOnDemandResponse: Shape = Shape::structure("RotateKeyOnDemandResponse", &[Member::new("KeyId", &KeyIdType), ]);
    pub static RotationPeriodInDaysType: Shape = Shape::new("RotationPeriodInDaysType", Kind::Integer).min(90.0).max(2560.0);
    pub static RotationType: Shape = Shape::new("RotationType", Kind::String).values(&["AUTOMATIC", "ON_DEMAND"]);
    pub static RotationsList: Shape = Shape::new("RotationsList", Kind::List(Member::new("member", &RotationsListEntry)));
    pub static RotationsListEntry: Shape = Shape::structure("RotationsListEntry", &[Member::new("KeyId", &KeyIdType), Member::new("KeyMaterialId", &BackingKeyIdType), Member::new("KeyMaterialDescription", &KeyMaterialDescriptionType), Member::new("ImportState", &ImportState), Member::new("KeyMaterialState", &KeyMaterialState), Member::new("ExpirationModel", &ExpirationModelType), Member::new("ValidTo", &DateType), Member::new("RotationDate", &DateType), Member::new("RotationType", &RotationType), ]);
    pub static ScheduleKeyDeletionRequest: Shape = Shape::structure("ScheduleKeyDeletionRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("PendingWindowInDays", &PendingWindowInDaysType), ]);
    pub static ScheduleKeyDeletionResponse: Shape = Shape::structure("ScheduleKeyDeletionResponse", &[Member::new("KeyId", &KeyIdType), Member::new("DeletionDate", &DateType), Member::new("KeyState", &KeyState), Member::new("PendingWindowInDays", &PendingWindowInDaysType), ]);
    pub static SigningAlgorithmSpec: Shape = Shape::new("SigningAlgorithmSpec", Kind::String).values(&["RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512", "RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512", "ECDSA_SHA_256", "ECDSA_SHA_384", "ECDSA_SHA_512", "SM2DSA", "ML_DSA_SHAKE_256", "ED25519_SHA_512", "ED25519_PH_SHA_512"]);
    pub static SigningAlgorithmSpecList: Shape = Shape::new("SigningAlgorithmSpecList", Kind::List(Member::new("member", &SigningAlgorithmSpec)));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("TagKey", &TagKeyType).required(), Member::new("TagValue", &TagValueType).required(), ]);
    pub static TagException: Shape = Shape::structure("TagException", &[Member::new("message", &ErrorMessageType), ]);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKeyType)));
    pub static TagKeyType: Shape = Shape::new("TagKeyType", Kind::String).min(1.0).max(128.0);
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag)));
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("Tags", &TagList).required(), ]);
    pub static TagValueType: Shape = Shape::new("TagValueType", Kind::String).min(0.0).max(256.0);
    pub static UnsupportedOperationException: Shape = Shape::structure("UnsupportedOperationException", &[Member::new("message", &ErrorMessageType), ]);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("TagKeys", &TagKeyList).required(), ]);
    pub static UpdateAliasRequest: Shape = Shape::structure("UpdateAliasRequest", &[Member::new("AliasName", &AliasNameType).required(), Member::new("TargetKeyId", &KeyIdType).required(), ]);
    pub static UpdateKeyDescriptionRequest: Shape = Shape::structure("UpdateKeyDescriptionRequest", &[Member::new("KeyId", &KeyIdType).required(), Member::new("Description", &DescriptionType).required(), ]);
    pub static XksKeyAlreadyInUseException: Shape = Shape::structure("XksKeyAlreadyInUseException", &[Member::new("message", &ErrorMessageType), ]);
    pub static XksKeyConfigurationType: Shape = Shape::structure("XksKeyConfigurationType", &[Member::new("Id", &XksKeyIdType), ]);
    static XksKeyIdType_pattern: Pattern = Pattern::new("^[a-zA-Z0-9-_.]+$");
    pub static XksKeyIdType: Shape = Shape::new("XksKeyIdType", Kind::String).min(1.0).max(128.0).pattern(&XksKeyIdType_pattern);
    pub static XksKeyInvalidConfigurationException: Shape = Shape::structure("XksKeyInvalidConfigurationException", &[Member::new("message", &ErrorMessageType), ]);
    pub static XksKeyNotFoundException: Shape = Shape::structure("XksKeyNotFoundException", &[Member::new("message", &ErrorMessageType), ]);
}
