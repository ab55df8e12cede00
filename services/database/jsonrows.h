#pragma once

#include "services/database/session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <optional>

// Many rows as one argument: a JSON array that json_to_recordset() unfolds on the server.
namespace Orion::JsonRows
{

// Empty texts, missing numbers and invalid times are null. Zero characters are left out of texts.
QJsonValue orNull(const QString &text);
QJsonValue orNull(const std::optional<qint64> &number);
QJsonValue orNull(const QDateTime &time); // UTC, milliseconds

// Runs a statement with one placeholder for the rows; nothing when there are none.
template <typename Rows, typename ToJson>
Result<void> write(Session &session, const QString &sql, const Rows &rows, ToJson &&toJson)
{
    if (rows.empty())
        return {};
    QJsonArray array;
    for (const auto &row : rows)
        array.append(toJson(row));
    const auto done = session.execute(sql, {QJsonDocument(array).toJson(QJsonDocument::Compact)});
    return done ? Result<void>() : fail(done.error());
}

} // namespace Orion::JsonRows
