#pragma once

#include "services/database/session.h"

#include <QString>

#include <array>
#include <set>

namespace Orion
{

// What changed, as far as an open page cares. Travels on one channel as words joined by commas.
enum class Topic
{
    Tiers,
    Vendors,
    Webhooks,
    Invoices,
    Addons,
    Jobs,
    Capacity
};
inline constexpr std::array allTopics{Topic::Tiers,    Topic::Vendors, Topic::Webhooks,
                                      Topic::Invoices, Topic::Addons,  Topic::Jobs,
                                      Topic::Capacity};

// The channel of LISTEN and NOTIFY.
inline constexpr const char *changesChannel = "billing_changes";

QString toText(Topic topic);
QString topicsToText(const std::set<Topic> &topics);

// Words that are none of ours (a newer program's) are left out.
std::set<Topic> topicsFromText(const QString &text);

// Tells every listener. Inside a transaction it is delivered at its commit, and takes a lock that
// serialises commits: a busy writer collects its topics and sends them from a session of their own.
Result<void> notifyChanges(Session &session, const std::set<Topic> &topics);

} // namespace Orion
