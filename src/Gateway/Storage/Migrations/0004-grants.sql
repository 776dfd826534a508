-- tokens and crm_user are encrypted; a withdrawn grant has neither.
create table crm_grant (
    id text primary key,
    tenant_id text not null,
    issuer text not null,
    subject text not null,
    connection_id text not null references connection (id) on delete cascade,
    tokens {blob},
    crm_user {blob},
    version bigint not null,
    modified_time bigint not null,
    expire_time bigint not null,
    unique (tenant_id, issuer, subject, connection_id)
);

create index crm_grant_connection on crm_grant (connection_id);
create index crm_grant_expiry on crm_grant (expire_time);

-- The CRM that an agent chose.
create table active_crm (
    tenant_id text not null,
    issuer text not null,
    subject text not null,
    connection_id text not null references connection (id) on delete cascade,
    expire_time bigint not null,
    primary key (tenant_id, issuer, subject)
);

create index active_crm_connection on active_crm (connection_id);
create index active_crm_expiry on active_crm (expire_time);
