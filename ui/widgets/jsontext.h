#pragma once

#include <QColor>
#include <QString>
#include <QTextLayout>

namespace Orion
{

// The JSON text laid out over lines, two spaces a level. Strings and numbers stay exactly as they
// were written and keys keep their order, unlike QJsonDocument's own writing. The text is valid
// JSON; anything else comes back laid out somehow.
QString prettyJson(const QString &text);

struct JsonColors
{
    QColor key;
    QColor string;
    QColor number;
    QColor literal; // true false null
};

// How to colour one line of prettyJson(). inString: the line is the middle of a long string.
QList<QTextLayout::FormatRange> jsonFormats(const QString &line, bool inString,
                                            const JsonColors &colors);

} // namespace Orion
