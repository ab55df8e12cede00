#include "app/sandbox/api/form.h"

#include <QStringDecoder>
#include <QStringList>

#include <optional>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Deeper or longer than any call of the product; bounds what a hostile body may cost.
constexpr qsizetype maxDepth = 8;
constexpr int maxPairs = 1000;

ApiError badForm(const QString &message, const QString &param = {})
{
    return invalidRequest({}, message, param);
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<QString> unescape(QByteArrayView encoded)
{
    QByteArray bytes;
    bytes.reserve(encoded.size());
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        if (encoded[i] != '%') {
            bytes.append(encoded[i] == '+' ? ' ' : encoded[i]);
            continue;
        }
        const int high = i + 2 < encoded.size() ? hexDigit(encoded[i + 1]) : -1;
        const int low = i + 2 < encoded.size() ? hexDigit(encoded[i + 2]) : -1;
        if (high < 0 || low < 0)
            return {};
        bytes.append(static_cast<char>(high * 16 + low));
        i += 2;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return {};
    return text;
}

// "a[b][]" → a, b, "". Nothing for unbalanced or misplaced brackets.
std::optional<QStringList> splitKey(const QString &key)
{
    const qsizetype first = key.indexOf(u'[');
    const QString name = first < 0 ? key : key.left(first);
    if (name.isEmpty() || name.contains(u']'))
        return {};
    QStringList parts{name};
    qsizetype at = first < 0 ? key.size() : first;
    while (at < key.size()) {
        const qsizetype close = key.indexOf(u']', at);
        if (key.at(at) != u'[' || close < 0)
            return {};
        const QString part = key.mid(at + 1, close - at - 1);
        if (part.contains(u'['))
            return {};
        parts.append(part);
        at = close + 1;
    }
    return parts;
}

// The index that an empty bracket stands for. The last element is filled up as long as it lacks
// the name that follows: a[][x]=1&a[][y]=2&a[][x]=3 makes two elements.
QString nextIndex(const QJsonObject &list, const QString &following)
{
    const qsizetype count = list.size();
    if (count > 0 && !following.isEmpty()) {
        const QJsonValue last = list.value(QString::number(count - 1));
        if (last.isObject() && !last.toObject().contains(following))
            return QString::number(count - 1);
    }
    return QString::number(count);
}

// Puts the value into the tree below parts[depth]. False when a name is both value and group.
bool place(QJsonObject &group, const QStringList &parts, qsizetype depth, const QString &value)
{
    QString name = parts.at(depth);
    if (name.isEmpty())
        name = nextIndex(group, parts.value(depth + 1));
    const QJsonValue present = group.value(name);
    if (depth == parts.size() - 1) {
        if (present.isObject())
            return false;
        group.insert(name, value);
        return true;
    }
    if (present.isString())
        return false;
    QJsonObject inner = present.toObject();
    const bool placed = place(inner, parts, depth + 1, value);
    group.insert(name, inner);
    return placed;
}

} // namespace

Answer<QJsonObject> decodeForm(const QByteArray &encoded)
{
    QJsonObject form;
    if (encoded.isEmpty())
        return form;
    const QList<QByteArray> pairs = encoded.split('&');
    if (pairs.size() > maxPairs)
        return refuse(badForm(u"The request has more than %1 parameters."_s.arg(maxPairs)));
    for (const QByteArray &pair : pairs) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const auto key = unescape(QByteArrayView(pair).first(equals < 0 ? pair.size() : equals));
        const auto value =
            unescape(QByteArrayView(pair).sliced(equals < 0 ? pair.size() : equals + 1));
        if (!key || !value)
            return refuse(badForm(u"The request is not valid form encoding in UTF-8."_s));
        const auto parts = splitKey(*key);
        if (!parts || parts->size() > maxDepth)
            return refuse(badForm(u"Invalid parameter name: %1"_s.arg(*key), *key));
        if (!place(form, *parts, 0, *value))
            return refuse(
                badForm(u"Parameter given both as a value and as a group: %1"_s.arg(*key), *key));
    }
    return form;
}

} // namespace Orion::Sandbox
