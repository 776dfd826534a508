-- settings: a Connection message without its secret.
create table connection (
    id text primary key,
    tenant_id text not null,
    name text not null,
    settings {blob} not null,
    client_secret {blob},
    enabled boolean not null,
    seeded boolean not null,
    version bigint not null,
    modified_time bigint not null,
    unique (tenant_id, name)
);
