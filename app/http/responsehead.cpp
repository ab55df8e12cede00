#include "app/http/responsehead.h"

#include <chrono>

#include <boost/beast/http/status.hpp>

namespace Orion::Http
{

namespace
{

bool isToken(const QByteArray &name)
{
    if (name.isEmpty())
        return false;
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && !QByteArrayView("!#$%&'*+-.^_`|~").contains(c))
            return false;
    }
    return true;
}

// A line break in a value would let whoever chose the value write headers of its own.
bool isSafeValue(const QByteArray &value)
{
    return !value.contains('\r') && !value.contains('\n') && !value.contains('\0');
}

bool canBeSent(const Response &response)
{
    if (response.status < 200 || response.status > 599 || !isSafeValue(response.contentType))
        return false;
    for (const auto &[name, value] : response.headers) {
        if (!isToken(name) || !isSafeValue(value))
            return false;
    }
    return true;
}

QByteArray twoDigits(int value)
{
    return QByteArray::number(value).rightJustified(2, '0');
}

// "Sun, 06 Nov 1994 08:49:37 GMT", in English whatever the locale.
QByteArray httpDate()
{
    static constexpr const char *days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    // The wall clock itself: the header tells caches about this machine, not about billing time.
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    thread_local std::chrono::seconds lastSecond{-1};
    thread_local QByteArray lastDate;
    if (seconds == lastSecond)
        return lastDate;
    const QDateTime now = QDateTime::fromSecsSinceEpoch(seconds.count(), Qt::UTC);
    const QDate day = now.date();
    const QTime time = now.time();
    lastSecond = seconds;
    lastDate = QByteArray(days[day.dayOfWeek() - 1]) + ", " + twoDigits(day.day()) + ' ' +
               months[day.month() - 1] + ' ' + QByteArray::number(day.year()) + ' ' +
               twoDigits(time.hour()) + ':' + twoDigits(time.minute()) + ':' +
               twoDigits(time.second()) + " GMT";
    return lastDate;
}

QByteArray statusLine(int status)
{
    const auto reason =
        boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' +
           QByteArray(reason.data(), static_cast<qsizetype>(reason.size())) + "\r\n";
}

} // namespace

bool statusHasBody(int status)
{
    return status != 204 && status != 304;
}

QByteArray responseHead(Response &response, AfterAnswer after, bool http10)
{
    if (!canBeSent(response))
        response = problem(Error{});

    QByteArray head;
    head.reserve(256);
    head += statusLine(response.status);
    head += "Date: " + httpDate() + "\r\n";
    for (const auto &[name, value] : response.headers)
        head += name + ": " + value + "\r\n";
    if (statusHasBody(response.status)) {
        if (!response.contentType.isEmpty())
            head += "Content-Type: " + response.contentType + "\r\n";
        head += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    }
    if (after == AfterAnswer::Close)
        head += "Connection: close\r\n";
    else if (http10)
        head += "Connection: keep-alive\r\n";
    head += "\r\n";
    return head;
}

} // namespace Orion::Http
