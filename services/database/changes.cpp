#include "services/database/changes.h"

#include <QStringList>

namespace Orion
{

QString toText(Topic topic)
{
    switch (topic) {
    case Topic::Tiers:
        return QStringLiteral("tiers");
    case Topic::Vendors:
        return QStringLiteral("vendors");
    case Topic::Webhooks:
        return QStringLiteral("webhooks");
    case Topic::Invoices:
        return QStringLiteral("invoices");
    case Topic::Addons:
        return QStringLiteral("addons");
    case Topic::Jobs:
        return QStringLiteral("jobs");
    case Topic::Capacity:
        return QStringLiteral("capacity");
    }
    return {};
}

QString topicsToText(const std::set<Topic> &topics)
{
    QStringList words;
    for (const Topic topic : topics)
        words.append(toText(topic));
    return words.join(u',');
}

std::set<Topic> topicsFromText(const QString &text)
{
    const QStringList words = text.split(u',');
    std::set<Topic> topics;
    for (const Topic topic : allTopics) {
        if (words.contains(toText(topic)))
            topics.insert(topic);
    }
    return topics;
}

Result<void> notifyChanges(Session &session, const std::set<Topic> &topics)
{
    if (topics.empty())
        return {};
    const auto sent = session.execute(QStringLiteral("select pg_notify(?, ?)"),
                                      {QString::fromLatin1(changesChannel), topicsToText(topics)});
    if (!sent)
        return fail(sent.error());
    return {};
}

} // namespace Orion
