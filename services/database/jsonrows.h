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

template <typename Rows, typename ToJson>
QByteArray text(const Rows &rows, ToJson &&toJson)
{
    QJsonArray array;
    for (const auto &row : rows)
        array.append(toJson(row));
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

// Runs a statement whose one placeholder is for the rows; without any there is nothing to do.
template <typename Rows, typename ToJson>
Result<void> write(Session &session, const QString &sql, const Rows &rows, ToJson &&toJson)
{
    if (rows.empty())
        return {};
    const auto done = session.execute(sql, {text(rows, toJson)});
    return done ? Result<void>() : fail(done.error());
}

} // namespace Orion::JsonRows
