#include "app/sandbox/control/requestlog.h"

#include "app/sandbox/api/form.h"

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr std::size_t mostEntries = 10'000;

// Groups whose names are 0, 1, 2 … are lists. Metadata has names of its own.
QJsonValue withLists(const QJsonValue &value, bool isMetadata = false)
{
    if (!value.isObject())
        return value;
    const QJsonObject group = value.toObject();
    QJsonObject read;
    QJsonArray list;
    for (auto it = group.begin(); it != group.end(); ++it)
        read.insert(it.key(), withLists(it.value(), it.key() == "metadata"_L1));
    for (qsizetype i = 0; i < read.size() && read.contains(QString::number(i)); ++i)
        list.append(read.value(QString::number(i)));
    const bool isList = !isMetadata && !read.isEmpty() && list.size() == read.size();
    return isList ? QJsonValue(list) : QJsonValue(read);
}

QByteArray headerOf(const Http::Response &response, const QByteArray &name)
{
    const auto header =
        std::find_if(response.headers.begin(), response.headers.end(),
                     [&](const auto &candidate) { return candidate.first == name; });
    return header == response.headers.end() ? QByteArray() : header->second;
}

QJsonObject shown(const RequestLog::Entry &entry)
{
    const QByteArray both = entry.query.isEmpty() || entry.body.isEmpty()
                                ? entry.query + entry.body
                                : entry.query + '&' + entry.body;
    return {{"at"_L1, entry.at},
            {"method"_L1, QString::fromLatin1(entry.method)},
            {"path"_L1, entry.path},
            {"parameters"_L1, withLists(decodeForm(both).value_or(QJsonObject()))},
            {"body"_L1, QString::fromLatin1(entry.body)},
            {"idempotency_key"_L1, entry.idempotencyKey.isEmpty()
                                       ? QJsonValue(QJsonValue::Null)
                                       : QJsonValue(QString::fromUtf8(entry.idempotencyKey))},
            {"stripe_version"_L1, QString::fromLatin1(entry.version)},
            {"status"_L1, entry.status},
            {"request_id"_L1, QString::fromLatin1(entry.requestId)},
            {"replayed"_L1, entry.replayed}};
}

} // namespace

void RequestLog::record(const Http::Request &request, const Http::Response &response, qint64 now)
{
    const qsizetype question = request.target.indexOf('?');
    ++m_total;
    m_entries.push_back(
        {now, request.method, request.path,
         question < 0 ? QByteArray() : request.target.mid(question + 1), request.body,
         request.header("idempotency-key"), request.header("stripe-version"), response.status,
         headerOf(response, "Request-Id"), headerOf(response, "Idempotent-Replayed") == "true"});
    if (m_entries.size() > mostEntries)
        m_entries.pop_front();
}

void RequestLog::clear()
{
    m_entries.clear();
    m_total = 0;
}

QJsonArray RequestLog::entries(const QString &pathPrefix) const
{
    QJsonArray all;
    for (const Entry &entry : m_entries) {
        if (entry.path.startsWith(pathPrefix))
            all.append(shown(entry));
    }
    return all;
}

} // namespace Orion::Sandbox
