#include "services/billing/vendorquery.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Orion
{

namespace
{

// The expression of an order, its type and the table that has its index.
struct OrderPieces
{
    QString key;
    QString type;
    QString id; // the tie-break, of the same index
};

OrderPieces piecesOf(VendorOrder order)
{
    const QString vendor = QStringLiteral("v.id");
    const QString subscription = QStringLiteral("s.vendor_id");
    switch (order) {
    case VendorOrder::Name:
        return {QStringLiteral("lower(v.name) collate \"C\""), QStringLiteral("text"), vendor};
    case VendorOrder::Code:
        return {QStringLiteral("lower(v.vendor_code) collate \"C\""), QStringLiteral("text"),
                vendor};
    case VendorOrder::Created:
        return {QStringLiteral("v.created_at"), QStringLiteral("timestamptz"), vendor};
    case VendorOrder::PeriodEnd:
        return {QStringLiteral("coalesce(s.period_end, 'infinity'::timestamptz)"),
                QStringLiteral("timestamptz"), subscription};
    case VendorOrder::Mrr:
        return {QStringLiteral("s.mrr_cents"), QStringLiteral("bigint"), subscription};
    }
    return {};
}

QString tablesOf(const VendorFilter &filter)
{
    const bool some = filter.status || filter.tierId != 0 || ordersBySubscription(filter.order);
    return some ? QStringLiteral(" from billing.vendors v join billing.vendor_subscriptions s"
                                 " on s.vendor_id = v.id and s.is_current where true")
                : QStringLiteral(" from billing.vendors v where true");
}

void addFilter(const VendorFilter &filter, VendorStatement &statement)
{
    if (filter.status) {
        statement.sql += QStringLiteral(" and s.status = ?");
        statement.arguments.append(toText(*filter.status));
    }
    if (filter.tierId != 0) {
        statement.sql += QStringLiteral(" and s.tier_id = ?");
        statement.arguments.append(filter.tierId);
    }
}

const QStringList &searchedColumns()
{
    static const QStringList columns{QStringLiteral("lower(v.name) collate \"C\""),
                                     QStringLiteral("lower(v.vendor_code) collate \"C\""),
                                     QStringLiteral("lower(v.email) collate \"C\"")};
    return columns;
}

// What begins with the text, as a range that an index answers.
void addPrefix(const QString &column, const QString &text, VendorStatement &statement)
{
    statement.sql += QStringLiteral("%1 >= lower(?) and %1 < lower(?) || chr(1114111)").arg(column);
    statement.arguments.append(text);
    statement.arguments.append(text);
}

void addAfter(const OrderPieces &pieces, bool descending, const VendorCursor &after,
              VendorStatement &statement)
{
    statement.sql += QStringLiteral(" and (%1, %2) %3 (?::%4, ?::bigint)")
                         .arg(pieces.key, pieces.id, descending ? u"<" : u">", pieces.type);
    statement.arguments.append(after.key);
    statement.arguments.append(after.vendorId);
}

} // namespace

bool ordersBySubscription(VendorOrder order)
{
    return order == VendorOrder::PeriodEnd || order == VendorOrder::Mrr;
}

QByteArray VendorCursor::toBytes() const
{
    return QJsonDocument(QJsonArray{withoutSubscription, key, QString::number(vendorId)})
        .toJson(QJsonDocument::Compact)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<VendorCursor> VendorCursor::fromBytes(const QByteArray &bytes)
{
    const QJsonArray parts =
        QJsonDocument::fromJson(QByteArray::fromBase64(bytes, QByteArray::Base64UrlEncoding))
            .array();
    bool right = false;
    const qint64 id = parts.at(2).toString().toLongLong(&right);
    if (parts.size() != 3 || !parts.at(0).isBool() || !parts.at(1).isString() || !right)
        return std::nullopt;
    return VendorCursor{parts.at(0).toBool(), parts.at(1).toString(), id};
}

// A search is one branch for each column: an index answers each of them in the order asked for,
// which it could not for "one or the other".
VendorStatement pickVendors(const VendorFilter &filter, const std::optional<VendorCursor> &after,
                            int limit)
{
    const OrderPieces pieces = piecesOf(filter.order);
    const QString direction = filter.descending ? QStringLiteral(" desc") : QString();
    const bool searching = !filter.search.isEmpty();
    VendorStatement all;
    for (int branch = 0; branch < (searching ? searchedColumns().size() : 1); ++branch) {
        VendorStatement one;
        one.sql = QStringLiteral("select v.id, %1 as key").arg(pieces.key) + tablesOf(filter);
        addFilter(filter, one);
        if (searching) {
            one.sql += QStringLiteral(" and ");
            addPrefix(searchedColumns().at(branch), filter.search, one);
        }
        if (after)
            addAfter(pieces, filter.descending, *after, one);
        one.sql +=
            QStringLiteral(" order by %1%3, %2%3 limit ?").arg(pieces.key, pieces.id, direction);
        one.arguments.append(limit);
        all.sql +=
            (branch > 0 ? QStringLiteral(" union (%1)") : QStringLiteral("(%1)")).arg(one.sql);
        all.arguments += one.arguments;
    }
    all.sql = QStringLiteral("select id, key from (%1) found order by key%2, id%2 limit ?")
                  .arg(all.sql, direction);
    all.arguments.append(limit);
    return all;
}

VendorStatement pickVendorsWithoutSubscription(const VendorFilter &filter,
                                               const std::optional<VendorCursor> &after, int limit)
{
    VendorStatement statement{
        QStringLiteral("select v.id, null as key from billing.vendors v where v.id > ?"
                       " and not exists (select from billing.vendor_subscriptions s"
                       " where s.vendor_id = v.id and s.is_current)"),
        {after ? after->vendorId : 0}};
    if (!filter.search.isEmpty()) {
        for (int i = 0; i < searchedColumns().size(); ++i) {
            statement.sql += i == 0 ? QStringLiteral(" and (") : QStringLiteral(" or ");
            addPrefix(searchedColumns().at(i), filter.search, statement);
        }
        statement.sql += u')';
    }
    statement.sql += QStringLiteral(" order by v.id limit ?");
    statement.arguments.append(limit);
    return statement;
}

VendorStatement countStatement(const VendorFilter &filter, qint64 atMost)
{
    VendorFilter plain = filter;
    plain.order = VendorOrder::Name;
    VendorStatement statement{QStringLiteral("select count(*) from (select 1") + tablesOf(plain),
                              {}};
    addFilter(plain, statement);
    for (int i = 0; !plain.search.isEmpty() && i < searchedColumns().size(); ++i) {
        statement.sql += i == 0 ? QStringLiteral(" and (") : QStringLiteral(" or ");
        addPrefix(searchedColumns().at(i), plain.search, statement);
        if (i == searchedColumns().size() - 1)
            statement.sql += u')';
    }
    statement.sql += QStringLiteral(" limit ?) found");
    statement.arguments.append(atMost);
    return statement;
}

} // namespace Orion
