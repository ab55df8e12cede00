#include "services/webhooks/webhookfilter.h"

namespace Orion
{

namespace
{

QString escapedForLike(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\"));
    text.replace(u'%', QStringLiteral("\\%"));
    return text.replace(u'_', QStringLiteral("\\_"));
}

} // namespace

void WebhookTerms::add(const QString &term, const QVariantList &values)
{
    terms.append(term);
    arguments.append(values);
}

QString WebhookTerms::where() const
{
    return terms.isEmpty() ? QString()
                           : QStringLiteral("where ") + terms.join(QStringLiteral(" and "));
}

WebhookTerms termsOf(const WebhookFilter &filter)
{
    WebhookTerms query;
    if (filter.status)
        query.add(QStringLiteral("e.status = ?"), {toText(*filter.status)});
    if (!filter.typePrefix.isEmpty())
        query.add(QStringLiteral("e.event_type like ?"),
                  {escapedForLike(filter.typePrefix) + u'%'});
    if (!filter.vendorCode.isEmpty())
        query.add(QStringLiteral("e.vendor_id = "
                                 "(select id from billing.vendors where vendor_code = ?)"),
                  {filter.vendorCode});
    if (const QString wanted = filter.search.trimmed(); !wanted.isEmpty()) {
        const QVariant pattern = u'%' + escapedForLike(wanted) + u'%';
        query.add(QStringLiteral("(e.event_id ilike ? or e.object_id ilike ? "
                                 "or v.vendor_code ilike ? or v.name ilike ?)"),
                  {pattern, pattern, pattern, pattern});
    }
    if (filter.receivedFrom.isValid())
        query.add(QStringLiteral("e.received_at >= ?"), {filter.receivedFrom});
    if (filter.receivedUntil.isValid())
        query.add(QStringLiteral("e.received_at < ?"), {filter.receivedUntil});
    return query;
}

} // namespace Orion
