#include "services/billing/vendordirectory.h"

#include "services/billing/vendorquery.h"
#include "services/database/session.h"

namespace Orion
{

namespace
{

Result<std::vector<SummaryRow>> fetch(Session &session, const VendorStatement &picked,
                                      bool descending, const QDateTime &now)
{
    const VendorStatement statement = selectSummaries(picked, descending, now);
    return session.select(statement.sql, statement.arguments,
                          [&now](const Row &row) { return readSummary(row, now); });
}

// Cuts the one row too many that shows whether there is another page.
Page<VendorSummary> toPage(std::vector<SummaryRow> rows, int limit, bool withoutSubscription)
{
    Page<VendorSummary> page;
    const bool more = int(rows.size()) > limit;
    if (more)
        rows.resize(std::size_t(limit));
    if (more)
        page.nextCursor =
            VendorCursor{withoutSubscription, rows.back().key, rows.back().summary.vendorId}
                .toBytes();
    for (SummaryRow &row : rows)
        page.rows.push_back(std::move(row.summary));
    return page;
}

// In an order of the subscription, those without one follow; a status or tier lets none through.
bool hasSecondPart(const VendorFilter &filter)
{
    return ordersBySubscription(filter.order) && !filter.status && filter.tierId == 0;
}

} // namespace

Result<Page<VendorSummary>> listVendors(Session &session, const VendorFilter &filter,
                                        const PageRequest &request, const QDateTime &now)
{
    const auto after = VendorCursor::fromBytes(request.cursor);
    if (!after && !request.cursor.isEmpty())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("This cursor is none of this list. Begin with the first page."));
    const int limit = std::clamp(request.limit, 1, 10'000);

    Page<VendorSummary> page;
    if (!after || !after->withoutSubscription) {
        auto rows = fetch(session, pickVendors(filter, after, limit + 1), filter.descending, now);
        if (!rows)
            return fail(rows.error());
        page = toPage(std::move(*rows), limit, false);
        if (!page.nextCursor.isEmpty() || !hasSecondPart(filter))
            return page;
        if (int(page.rows.size()) == limit) {
            page.nextCursor = VendorCursor{true, {}, 0}.toBytes();
            return page;
        }
    }
    const int rest = limit - int(page.rows.size());
    const auto start = after && after->withoutSubscription ? after : std::nullopt;
    auto rows = fetch(session, pickVendorsWithoutSubscription(filter, start, rest + 1), false, now);
    if (!rows)
        return fail(rows.error());
    Page<VendorSummary> second = toPage(std::move(*rows), rest, true);
    std::move(second.rows.begin(), second.rows.end(), std::back_inserter(page.rows));
    page.nextCursor = second.nextCursor;
    return page;
}

Result<qint64> countVendors(Session &session, const VendorFilter &filter, qint64 atMost)
{
    const VendorStatement statement = countStatement(filter, atMost);
    const auto count = session.selectOne(statement.sql, statement.arguments,
                                         [](const Row &row) { return row.integer(0); });
    if (!count)
        return fail(count.error());
    return count->value_or(0);
}

} // namespace Orion
