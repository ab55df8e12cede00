-- Each vendor's traits. Sign-ups grow by about a fortieth a month; the platform is two years older
-- than the invoices that it shows.
create unlogged table orion_demo.traits as
select n,
       least(day + interval '6 hours' + orion_demo.seconds(57600 * orion_demo.chance(n, 101)),
             orion_demo.present()
                 - orion_demo.seconds(600 + 7200 * orion_demo.chance(n, 102))) as created_at,
       orion_demo.share(n, 0.6180339887498949) as tier_share,
       orion_demo.share(n, 0.4142135623730951) as fate_share,
       orion_demo.share(n, 0.7320508075688772) < 0.16 as wants_annual,
       orion_demo.share(n, 0.2360679774997898) as currency_share,
       orion_demo.share(n, 0.3027756377319946) as switch_share,
       orion_demo.share(n, 0.6457513110645906) as second_share,
       orion_demo.chance(n, 103) as tax_chance
from (
    select n, date_trunc('day', orion_demo.present() - interval '1 day' * (30.4375 / 0.025
              * -ln(1 - (1 - (n - orion_demo.chance(n, 100)) / orion_demo.vendors())
                      * (1 - exp(-0.025 * (orion_demo.months() + 24)))))) as day
    from generate_series(1, orion_demo.vendors()) as n
    offset 0
) as signed_up;

-- Names of two words, with a town when there are many vendors. What is written alike gets a number
-- in its code.
create unlogged table orion_demo.named as
with pattern as (
    select n, orion_demo.chance(n, 111) as first_chance, orion_demo.chance(n, 112) as second_chance,
           orion_demo.chance(n, 113) < case when orion_demo.vendors() > 2000 then 0.8 else 0.1 end
               as has_city,
           orion_demo.chance(n, 114) as city_chance,
           orion_demo.chance(n, 115) as company_chance,
           orion_demo.chance(n, 116) as mailbox_chance,
           case when kind < 0.27 then 'kind' when kind < 0.55 then 'brand' when kind < 0.70 then 'kind'
                else 'surname' end as first_list,
           case when kind < 0.27 then 'surname' when kind < 0.55 then 'trade'
                when kind < 0.70 then 'given' when kind < 0.88 then 'trade' else 'surname' end
               as second_list,
           case when kind < 0.88 then ' ' else ' & ' end as joint
    from (select n, orion_demo.chance(n, 110) as kind
          from generate_series(1, orion_demo.vendors()) as n offset 0) as chosen
), sized as (
    select list, count(*) as size from orion_demo.words group by list
), written as (
    select p.n,
           a.word || p.joint || b.word || coalesce(' ' || c.word, '') || coalesce(' ' || d.word, '')
               as name,
           a.slug || '-' || b.slug || coalesce('-' || c.slug, '') as slug,
           m.word as mailbox
    from pattern p
    join sized sa on sa.list = p.first_list
    join sized sb on sb.list = p.second_list
    join sized sc on sc.list = 'city'
    join sized sd on sd.list = 'company'
    join sized sm on sm.list = 'mailbox'
    join orion_demo.words a
        on a.list = p.first_list and a.position = 1 + floor(p.first_chance * sa.size)
    join orion_demo.words b
        on b.list = p.second_list and b.position = 1 + floor(p.second_chance * sb.size)
    left join orion_demo.words c on p.has_city
        and c.list = 'city' and c.position = 1 + floor(p.city_chance * sc.size)
    left join orion_demo.words d on p.company_chance < 0.12
        and d.list = 'company' and d.position = 1 + floor(p.company_chance / 0.12 * sd.size)
    join orion_demo.words m
        on m.list = 'mailbox' and m.position = 1 + floor(p.mailbox_chance * sm.size)
), numbered as (
    select *, row_number() over (partition by slug order by n) as copy from written
)
select n, name, mailbox, slug || case when copy > 1 then '-' || copy else '' end as code
from numbered;

-- Money: where the vendor is decides its currency and whether tax is charged (basis points).
create unlogged table orion_demo.vendors as
select t.*, v.name, v.code, v.mailbox || '@' || v.code || '.example' as email,
       'cus_' || substr(orion_demo.token(t.n, 30), 1, 14) as customer,
       lpad(upper(to_hex((t.n * 2654435761 + orion_demo.seed() * 40503) % 4294967296)), 8, '0')
           as invoice_prefix,
       case when tier_share < 0.0134 then 'enterprise' when tier_share < 0.1334 then 'business'
            when tier_share < 0.4667 then 'professional' else 'essential' end as tier,
       case currency
           when 'eur' then case when tax_chance < 0.12 then 1900 when tax_chance < 0.20 then 2000
                                when tax_chance < 0.27 then 2100 when tax_chance < 0.30 then 1700
                                else 0 end
           when 'gbp' then case when tax_chance < 0.6 then 2000 else 0 end
           when 'chf' then case when tax_chance < 0.6 then 810 else 0 end
           when 'jpy' then case when tax_chance < 0.5 then 1000 else 0 end
           else 0 end as tax_basis_points
from (
    select *, case when tier_share < 0.0134 or currency_share < 0.88 then 'eur'
                   when currency_share < 0.925 then 'usd' when currency_share < 0.96 then 'gbp'
                   when currency_share < 0.985 then 'chf' else 'jpy' end as currency
    from orion_demo.traits offset 0
) as t
join orion_demo.named v using (n);

drop table orion_demo.traits, orion_demo.named;
analyze orion_demo.vendors;
