#pragma once

#include "services/database/session.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>

// Many rows as one argument: a JSON array that json_to_recordset() unfolds on the server. Written
// as text at once, for building a tree of values first takes longer than the server takes to store
// it.
namespace Orion::JsonRows
{

// One row, value by value. Names are plain ASCII. Missing numbers and invalid times are null; zero
// characters, which the database does not take, are left out of texts.
class RowWriter
{
public:
    explicit RowWriter(QByteArray &out); // outlives it

    RowWriter &add(const char *name, qint64 value);
    RowWriter &add(const char *name, int value) { return add(name, qint64(value)); }
    RowWriter &add(const char *name, bool value);
    RowWriter &add(const char *name, const std::optional<qint64> &value);
    RowWriter &add(const char *name, const QString &value);
    RowWriter &add(const char *name, const QDateTime &value);     // in UTC, milliseconds
    RowWriter &addOrNull(const char *name, const QString &value); // empty: null

    void end();

private:
    void begin(const char *name);

    QByteArray &m_out;
    bool m_isFirst = true;
};

// describe(writer, row) adds a row's values.
template <typename Rows, typename Describe>
QByteArray text(const Rows &rows, Describe &&describe)
{
    QByteArray out = QByteArrayLiteral("[");
    for (const auto &row : rows) {
        if (out.size() > 1)
            out += ',';
        RowWriter writer(out);
        describe(writer, row);
        writer.end();
    }
    out += ']';
    return out;
}

// Runs a statement whose one placeholder is for the rows; without any there is nothing to do.
template <typename Rows, typename Describe>
Result<void> write(Session &session, const QString &sql, const Rows &rows, Describe &&describe)
{
    if (rows.empty())
        return {};
    const auto done = session.execute(sql, {text(rows, describe)});
    return done ? Result<void>() : fail(done.error());
}

} // namespace Orion::JsonRows
