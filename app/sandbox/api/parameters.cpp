#include "app/sandbox/api/parameters.h"

#include <QJsonArray>
#include <QUrl>

#include <algorithm>
#include <map>
#include <optional>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Answer<QJsonObject> readGroup(const Parameters &table, const QJsonObject &form,
                              const QString &prefix);

QString nameOf(const QString &prefix, const QString &name)
{
    return prefix.isEmpty() ? name : u"%1[%2]"_s.arg(prefix, name);
}

// The elements of an indexed group in order; nothing when a name is no index.
std::optional<std::map<int, QJsonValue>> elements(const QJsonValue &value)
{
    std::map<int, QJsonValue> ordered;
    const QJsonObject group = value.toObject();
    for (auto it = group.begin(); it != group.end(); ++it) {
        bool isIndex = false;
        const int index = it.key().toInt(&isIndex);
        if (!isIndex || index < 0)
            return {};
        ordered.emplace(index, it.value());
    }
    return ordered;
}

Answer<QJsonValue> readInteger(const QString &text, const QString &name, qint64 least)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber)
        return refuse(invalidRequest(u"parameter_invalid_integer"_s,
                                     u"Invalid integer: %1"_s.arg(text), name));
    if (number < least)
        return refuse(
            invalidRequest(u"parameter_invalid_integer"_s,
                           u"This value must be greater than or equal to %1."_s.arg(least), name));
    return QJsonValue(number);
}

bool isChoice(const Parameter &parameter, const QString &text)
{
    return std::find(parameter.choices.begin(), parameter.choices.end(), text) !=
           parameter.choices.end();
}

Answer<QJsonValue> readUrl(const QString &text, const QString &name)
{
    // Stripe fills this in when it sends the buyer back; braces are no part of a strict URL.
    const QString plain = QString(text).replace("{CHECKOUT_SESSION_ID}"_L1, "id"_L1);
    const QUrl url(plain, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (url.isValid() && isHttp && !url.host().isEmpty())
        return QJsonValue(text);
    return refuse(invalidRequest(
        u"url_invalid"_s,
        u"Not a valid URL: an explicit scheme (such as https) must be provided."_s, name));
}

Answer<QJsonValue> readLeaf(const Parameter &parameter, const QString &text, const QString &name)
{
    switch (parameter.type) {
    case ParameterType::Integer:
        return readInteger(text, name, parameter.least);
    case ParameterType::TimeOrWord:
        if (isChoice(parameter, text))
            return QJsonValue(text);
        [[fallthrough]];
    case ParameterType::Time:
        return readInteger(text, name, 0);
    case ParameterType::Boolean:
        if (text == "true"_L1 || text == "false"_L1)
            return QJsonValue(text == "true"_L1);
        return refuse(invalidRequest({}, u"Invalid boolean: %1"_s.arg(text), name));
    case ParameterType::WebUrl:
        return readUrl(text, name);
    case ParameterType::Choice:
        if (!isChoice(parameter, text))
            return refuse(invalidRequest({}, u"Invalid %1: %2"_s.arg(parameter.name, text), name));
        return QJsonValue(text);
    default:
        return QJsonValue(text);
    }
}

Answer<QJsonValue> readRange(const QJsonValue &value, const QString &name)
{
    if (value.isString()) {
        const auto second = readInteger(value.toString(), name, 0);
        if (!second)
            return refuse(second.error());
        return QJsonValue(QJsonObject{{"gte"_L1, *second}, {"lte"_L1, *second}});
    }
    static const Parameters bounds{{"gt"_L1, ParameterType::Time},
                                   {"gte"_L1, ParameterType::Time},
                                   {"lt"_L1, ParameterType::Time},
                                   {"lte"_L1, ParameterType::Time}};
    const auto range = readGroup(bounds, value.toObject(), name);
    if (!range)
        return refuse(range.error());
    return QJsonValue(*range);
}

Answer<QJsonValue> readMetadata(const QJsonValue &value, const QString &name)
{
    const QJsonObject pairs = value.toObject();
    for (auto it = pairs.begin(); it != pairs.end(); ++it) {
        const QString inner = nameOf(name, it.key());
        if (!it.value().isString())
            return refuse(
                invalidRequest({}, u"Invalid string: metadata cannot be nested"_s, inner));
        if (it.key().size() > 40 || it.value().toString().size() > 500)
            return refuse(invalidRequest({},
                                         u"Metadata names have up to 40 characters, "
                                         "values up to 500."_s,
                                         inner));
    }
    return QJsonValue(pairs);
}

Answer<QJsonValue> readList(const Parameter &parameter, const QJsonValue &value,
                            const QString &name)
{
    const auto ordered = elements(value);
    if (!ordered)
        return refuse(invalidRequest({}, u"Invalid array"_s, name));
    QJsonArray list;
    for (const auto &[index, element] : *ordered) {
        const QString inner = nameOf(name, QString::number(index));
        if (parameter.type == ParameterType::Texts) {
            if (!element.isString())
                return refuse(invalidRequest({}, u"Invalid string"_s, inner));
            list.append(element);
            continue;
        }
        if (!element.isObject())
            return refuse(invalidRequest({}, u"Invalid object"_s, inner));
        const auto group = readGroup(parameter.fields, element.toObject(), inner);
        if (!group)
            return refuse(group.error());
        list.append(*group);
    }
    return QJsonValue(list);
}

Answer<QJsonValue> readValue(const Parameter &parameter, const QJsonValue &value,
                             const QString &name)
{
    if (value.isString() && value.toString().isEmpty()) {
        if (parameter.required)
            return refuse(invalidRequest(u"parameter_invalid_empty"_s,
                                         u"You passed an empty string for '%1'."_s.arg(name),
                                         name));
        return QJsonValue(QJsonValue::Null);
    }
    const bool isLeaf = value.isString();
    switch (parameter.type) {
    case ParameterType::Range:
        return readRange(value, name);
    case ParameterType::Metadata:
        return isLeaf ? refuse(invalidRequest({}, u"Invalid object"_s, name))
                      : readMetadata(value, name);
    case ParameterType::Texts:
    case ParameterType::Objects:
        return isLeaf ? refuse(invalidRequest({}, u"Invalid array"_s, name))
                      : readList(parameter, value, name);
    case ParameterType::Object: {
        if (isLeaf)
            return refuse(invalidRequest({}, u"Invalid object"_s, name));
        const auto group = readGroup(parameter.fields, value.toObject(), name);
        if (!group)
            return refuse(group.error());
        return QJsonValue(*group);
    }
    default:
        return isLeaf ? readLeaf(parameter, value.toString(), name)
                      : refuse(invalidRequest({}, u"Invalid string"_s, name));
    }
}

Answer<QJsonObject> readGroup(const Parameters &table, const QJsonObject &form,
                              const QString &prefix)
{
    QJsonObject read;
    for (auto it = form.begin(); it != form.end(); ++it) {
        const QString name = nameOf(prefix, it.key());
        const auto parameter =
            std::find_if(table.begin(), table.end(),
                         [&](const Parameter &candidate) { return candidate.name == it.key(); });
        if (parameter == table.end())
            return refuse(unknownParameter(name));
        const auto value = readValue(*parameter, it.value(), name);
        if (!value)
            return refuse(value.error());
        read.insert(it.key(), *value);
    }
    for (const Parameter &parameter : table) {
        if (parameter.required && !read.contains(parameter.name))
            return refuse(missingParameter(nameOf(prefix, parameter.name)));
    }
    return read;
}

} // namespace

Parameters withPaging(Parameters parameters)
{
    parameters.push_back({"limit"_L1, ParameterType::Integer, {}, {}, false, 1});
    parameters.push_back({"starting_after"_L1});
    parameters.push_back({"ending_before"_L1});
    return parameters;
}

Answer<QJsonObject> readParameters(const Parameters &table, const QJsonObject &form)
{
    return readGroup(table, form, {});
}

} // namespace Orion::Sandbox
