-- The indexes, unique rules and foreign keys that were put aside come back and check every row.
do $$
declare
    item record;
begin
    for item in select statement from orion_demo.put_aside order by position, statement
    loop
        execute item.statement;
    end loop;
end $$;

drop schema orion_demo cascade;

-- New rows go on after the demo's.
do $$
declare
    item record;
begin
    for item in
        select table_schema, table_name, column_name,
               pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name)
                   as sequence
        from information_schema.columns
        where table_schema = 'billing' and is_identity = 'YES'
    loop
        execute format('select setval(%L, greatest(1, (select max(%I) from %I.%I)),
                                      exists (select from %I.%I))',
                       item.sequence, item.column_name, item.table_schema, item.table_name,
                       item.table_schema, item.table_name);
    end loop;
end $$;

do $$
declare
    item record;
begin
    for item in select c.oid::regclass as relation from pg_class c
                where c.relnamespace = 'billing'::regnamespace and c.relkind in ('r', 'p')
    loop
        execute format('analyze %s', item.relation);
    end loop;
end $$;
