#include "services/platform/strictjson.h"

#include <QJsonDocument>

namespace Orion
{

namespace
{

// The names of the outermost object: colons at its level and outside of strings. The text is known
// to be valid.
qsizetype countNames(const QByteArray &text)
{
    qsizetype names = 0;
    int depth = 0;
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == ':' && depth == 1) {
            ++names;
        }
    }
    return names;
}

} // namespace

std::optional<QJsonObject> parseStrictObject(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return std::nullopt;
    QJsonObject object = document.object();
    if (countNames(text) != object.size())
        return std::nullopt;
    return object;
}

} // namespace Orion
