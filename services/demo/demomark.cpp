#include "services/demo/demomark.h"

#include "services/database/session.h"

namespace Orion
{

namespace
{

bool asBool(const Row &row)
{
    return row.boolean(0);
}

} // namespace

Result<std::optional<DemoOptions>> readDemoMark(Session &session)
{
    const auto schema =
        session.selectOne(QStringLiteral("select to_regclass('billing.audit_log') is not null and "
                                         "to_regclass('billing.vendors') is not null"),
                          {}, asBool);
    if (!schema)
        return fail(schema.error());
    if (!schema->value_or(false))
        return std::optional<DemoOptions>();

    auto mark = session.selectOne(
        QStringLiteral("select (after ->> 'vendors')::bigint, (after ->> 'months')::integer, "
                       "(after ->> 'seed')::bigint, occurred_at, after ->> 'stripe_base' "
                       "from billing.audit_log where action = 'demo.created' and entity = 'demo' "
                       "order by id desc limit 1"),
        {}, [](const Row &row) {
            return DemoOptions{row.integer(0), int(row.integer(1)), row.integer(2), row.time(3),
                               row.text(4)};
        });
    if (!mark || *mark)
        return mark;
    const auto used = session.selectOne(
        QStringLiteral("select exists (select from billing.vendors)"), {}, asBool);
    if (!used)
        return fail(used.error());
    if (used->value_or(false))
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The demo's database holds vendors that are not a demo's. Give "
                                   "the demo another folder; nothing was changed."));
    return std::optional<DemoOptions>();
}

} // namespace Orion
