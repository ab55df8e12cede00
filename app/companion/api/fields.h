#pragma once

#include "models/domain/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QSet>
#include <QStringList>

#include <optional>

namespace Orion
{

// Reads the members of a JSON body by type. Ask for every member that the route knows, then call
// check(): what is missing, of the wrong type or not asked for is named there. Until then a member
// that is wrong reads as empty, 0 or false. null counts as not there.
//
//     Fields fields(call.body);
//     const QString tier = fields.text(QStringLiteral("tier_code"));
//     const bool annual = fields.optionalBoolean(QStringLiteral("is_annual")).value_or(false);
//     if (const auto good = fields.check(); !good)
//         return fail(good.error());
class Fields
{
public:
    explicit Fields(const QJsonObject &object)
        : m_object(object)
    {}

    // Texts have at most `longest` characters; one that is required is not blank.
    QString text(const QString &name, int longest = 255);
    std::optional<QString> optionalText(const QString &name, int longest = 255);
    bool boolean(const QString &name);
    std::optional<bool> optionalBoolean(const QString &name);
    qint64 integer(const QString &name, qint64 smallest, qint64 largest);
    std::optional<qint64> optionalInteger(const QString &name, qint64 smallest, qint64 largest);
    std::optional<QDateTime> optionalTime(const QString &name); // RFC 3339, read as UTC
    std::optional<double> optionalNumber(const QString &name, double smallest, double largest);

    // Errors: InvalidArgument, with a sentence for each member that is wrong.
    Result<void> check() const;

private:
    // The member; nothing when it is not there, which is noted as wrong if it has to be.
    std::optional<QJsonValue> member(const QString &name, bool required);
    void refuse(const QString &name, const QString &what);
    std::optional<QString> readText(const QString &name, int longest, bool required);
    std::optional<qint64> readInteger(const QString &name, qint64 smallest, qint64 largest,
                                      bool required);
    std::optional<bool> readBoolean(const QString &name, bool required);

    const QJsonObject &m_object;
    QSet<QString> m_asked;
    QStringList m_problems;
};

} // namespace Orion
