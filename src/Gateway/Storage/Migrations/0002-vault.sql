-- Data Protection's key ring; the key inside the XML is encrypted under the key from configuration.
create table vault_key (
    id text primary key,
    xml text not null,
    create_time bigint not null
);

-- Secrets that never change, such as the key of look-up hashes, encrypted with the key ring.
create table vault_secret (
    name text primary key,
    value {blob} not null
);
