-- The gateways that live on this database. Only where several share it.
create table replica (
    id text primary key,
    expire_time bigint not null
);
