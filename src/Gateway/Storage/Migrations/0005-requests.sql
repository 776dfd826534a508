-- One row per request_id of a CRM write. connection_id: where a write may have gone; empty: none has. answer: encrypted;
-- null: not known yet. Whoever holds the lease works on it until lease_time.
create table request (
    tenant_id text not null,
    issuer text not null,
    subject text not null,
    method text not null,
    request_id text not null,
    body_hash {blob} not null,
    reference text not null,
    connection_id text not null,
    lease text not null,
    lease_time bigint not null,
    answer {blob},
    expire_time bigint not null,
    primary key (tenant_id, issuer, subject, method, request_id)
);

create index request_expiry on request (expire_time);
