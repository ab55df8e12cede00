#pragma once

#include "models/domain/webhookevent.h"

#include <QDateTime>
#include <QStringList>
#include <QVariantList>

#include <optional>

namespace Orion
{

// What the log of webhook events is narrowed to; empty fields do not narrow.
struct WebhookFilter
{
    std::optional<WebhookStatus> status = {};
    QString typePrefix = {}; // "invoice." or a whole type
    QString vendorCode = {};
    QString search = {}; // part of an event's or an object's id, or of a vendor's code or name
    QDateTime receivedFrom = {};  // inclusive
    QDateTime receivedUntil = {}; // exclusive
};

// A filter as SQL: terms over the events `e` and their vendors `v`, with their arguments.
struct WebhookTerms
{
    QStringList terms;
    QVariantList arguments;

    void add(const QString &term, const QVariantList &values);
    QString where() const; // "where … and …", or empty
};

// Only the terms that narrow: a term for "anything" would keep PostgreSQL from using the indexes.
WebhookTerms termsOf(const WebhookFilter &filter);

} // namespace Orion
