#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <utility>
#include <vector>

namespace Orion
{

// The parameters of a Stripe call in the order they were added, encoded as Stripe wants them:
// application/x-www-form-urlencoded with brackets in the names. A plain value.
class StripeForm
{
public:
    // Names are written with their brackets: "items[0][price]". An empty text unsets a field at
    // Stripe; what is not to be sent is not added.
    StripeForm &add(const QString &name, const QString &value);
    StripeForm &add(const QString &name, qint64 value);
    StripeForm &add(const QString &name, bool value);
    StripeForm &add(const QString &name, const QDateTime &time);      // Unix seconds
    StripeForm &add(const QString &name, const char *value) = delete; // would become a bool

    bool isEmpty() const { return m_pairs.empty(); }
    const std::vector<std::pair<QString, QString>> &pairs() const { return m_pairs; }

    // Percent-encoded UTF-8; the same parameters always give the same bytes.
    QByteArray encoded() const;

    // What encoded() gave. Pairs without a name are left out.
    static StripeForm decoded(const QByteArray &encoded);

private:
    std::vector<std::pair<QString, QString>> m_pairs;
};

} // namespace Orion
