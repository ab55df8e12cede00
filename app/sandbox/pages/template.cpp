#include "app/sandbox/pages/template.h"

#include <QFile>
#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QString readTemplate(const QString &name)
{
    QFile file(u":/web/sandbox/%1.html"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll());
}

bool isThere(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool();
    if (value.isString())
        return !value.toString().isEmpty();
    if (value.isArray())
        return !value.toArray().isEmpty();
    return !value.isNull() && !value.isUndefined();
}

QString shown(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

QString section(const QString &body, const QJsonValue &value, const QJsonObject &values,
                bool inverted)
{
    if (inverted)
        return isThere(value) ? QString() : renderTemplate(body, values);
    if (!isThere(value))
        return {};
    if (!value.isArray())
        return renderTemplate(body, values);
    QString all;
    const QJsonArray elements = value.toArray();
    for (const QJsonValue &element : elements) {
        QJsonObject inner = values;
        const QJsonObject own = element.toObject();
        for (auto it = own.begin(); it != own.end(); ++it)
            inner.insert(it.key(), it.value());
        all += renderTemplate(body, inner);
    }
    return all;
}

} // namespace

QString renderTemplate(const QString &text, const QJsonObject &values)
{
    QString out;
    qsizetype at = 0;
    while (true) {
        const qsizetype open = text.indexOf("{{"_L1, at);
        const qsizetype close = open < 0 ? -1 : text.indexOf("}}"_L1, open);
        if (close < 0)
            return out + text.mid(at);
        out += text.mid(at, open - at);
        const QString tag = text.mid(open + 2, close - open - 2);
        const QString name = tag.mid(1);
        at = close + 2;
        if (tag.startsWith(u'#') || tag.startsWith(u'^')) {
            const QString ending = u"{{/%1}}"_s.arg(name);
            const qsizetype end = text.indexOf(ending, at);
            if (end < 0)
                return out;
            out +=
                section(text.mid(at, end - at), values.value(name), values, tag.startsWith(u'^'));
            at = end + ending.size();
        } else if (tag.startsWith(u'>')) {
            out += readTemplate(name);
        } else {
            out += shown(values.value(tag)).toHtmlEscaped();
        }
    }
}

QByteArray renderPage(const QString &templateName, const QJsonObject &values)
{
    return renderTemplate(readTemplate(templateName), values).toUtf8();
}

} // namespace Orion::Sandbox
