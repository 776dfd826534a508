-- What one replica changed and the others must forget. Only where several share the database.
create table change_counter (
    id integer primary key,
    number bigint not null
);

insert into change_counter (id, number) values (1, 0);

create table change (
    number bigint primary key,
    topic text not null,
    item text not null,
    expire_time bigint not null
);

create index change_expiry on change (expire_time);
