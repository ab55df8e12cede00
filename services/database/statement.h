#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QVariantList>

#include <vector>

namespace Orion
{

// A statement as PostgreSQL takes it: each placeholder ? is $1, $2 …
struct NumberedStatement
{
    QByteArray sql; // UTF-8
    int placeholders = 0;
};

NumberedStatement numbered(const QString &sql);

// The arguments of a statement as libpq takes them: texts that end with a zero, null for NULL.
// What types they are the server knows from the statement. Pointers are good as long as the object.
class StatementArguments
{
public:
    // Null values of any type and null strings are NULL; times go in UTC, by the millisecond; a
    // QByteArray is text in UTF-8. Zero characters are left out, since no text in the database can
    // hold them. Errors: Internal for a kind of value that is not supported.
    static Result<StatementArguments> of(const QVariantList &arguments);

    int count() const { return int(m_values.size()); }
    const char *const *values() const { return m_values.data(); }

private:
    std::vector<QByteArray> m_texts;
    std::vector<const char *> m_values;
};

} // namespace Orion
