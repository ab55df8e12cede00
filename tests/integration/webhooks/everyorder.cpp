#include "tests/integration/webhooks/everyorder.h"

#include <algorithm>
#include <numeric>

namespace Orion
{

namespace
{

// The lives from first to last side by side: the first event of each, then the second of each …
void tellSome(WebhookWorld &world, const Lives &lives, std::size_t first, std::size_t last,
              bool oneBatch)
{
    const qsizetype length = lives.at(first).size();
    for (qsizetype place = 0; place < length; ++place) {
        QList<QByteArray> events;
        for (std::size_t vendor = first; vendor < last; ++vendor)
            events.append(lives.at(vendor).at(place));
        world.receive(events);
        if (!oneBatch)
            world.work(int(events.size()));
    }
    if (oneBatch)
        world.work(int(qsizetype(last - first) * length));
}

void settle(WebhookWorld &world)
{
    const QString waiting = QStringLiteral("select count(*) from billing.stripe_webhook_events "
                                           "where status = 'received'");
    for (int round = 0; round < 10 && world.value(waiting) != QLatin1String("0"); ++round) {
        world.clock.advanceSeconds(7200);
        while (world.work(500).claimed > 0)
            continue;
    }
}

} // namespace

QString ofVendor(const char *name)
{
    return QString::fromLatin1(name) + vendorMark;
}

QString markOf(std::size_t vendor)
{
    return QStringLiteral("zz%1").arg(qulonglong(vendor), 5, 10, QLatin1Char('0'));
}

Lives everyOrder(const QList<QByteArray> &events, const QList<QByteArray> &between)
{
    std::vector<qsizetype> order(std::size_t(events.size()));
    std::iota(order.begin(), order.end(), 0);
    Lives lives;
    do {
        QList<QByteArray> life;
        for (const qsizetype place : order)
            life.append(events.at(place));
        for (qsizetype i = 0; i < between.size(); ++i)
            life.insert(qsizetype(lives.size()) * (2 * i + 3) % (life.size() + 1), between.at(i));
        for (QByteArray &event : life)
            event.replace(vendorMark.toLatin1(), markOf(lives.size()).toLatin1());
        lives.push_back(std::move(life));
    } while (std::next_permutation(order.begin(), order.end()));
    return lives;
}

void addVendorsWithCustomers(WebhookWorld &world, std::size_t count)
{
    world.value(QStringLiteral(
                    "with made as (insert into billing.vendors "
                    "(vendor_code, name, email, stripe_customer_id) "
                    "select 'zz' || lpad(n::text, 5, '0'), 'A vendor', 'a@example.com', "
                    "'cus_zz' || lpad(n::text, 5, '0') from generate_series(0, ?::integer - 1) n "
                    "returning 1) select count(*) from made"),
                {qint64(count)});
}

void addVendorsInTrial(WebhookWorld &world, std::size_t count)
{
    for (std::size_t vendor = 0; vendor < count; ++vendor)
        world.addTrialVendor(markOf(vendor));
}

QString tell(WebhookWorld &world, const Lives &lives, bool oneBatch)
{
    const std::size_t together = oneBatch ? 20 : 420;
    for (std::size_t first = 0; first < lives.size(); first += together)
        tellSome(world, lives, first, std::min(first + together, lives.size()), oneBatch);
    settle(world);
    return world.value(QStringLiteral("select string_agg(distinct status, ' ' order by status) "
                                      "from billing.stripe_webhook_events"));
}

} // namespace Orion
