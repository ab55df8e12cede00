#pragma once

#include <QDateTime>
#include <QString>
#include <QVariantList>

namespace Orion
{

// The common table expressions that capacity statements share, to stand behind WITH.
//
// live_use: the live subscriptions (trial, active, past_due, paused, incomplete) with what their
// vendors use, summed up by tier and by what exceptions they have. `exceptions` tells in threes,
// for products, orders and team members in this order, whether there is none (0), one with a limit
// (1) or one without (2).
//
// tier_use: the same by tier, with tier_id, code, name, display_order, n (subscriptions) and for
// each metric M of products, orders and team: M_limited (subscriptions with a limit), M_limit (its
// sum), M_used (by those) and M_unlimited (used by the others).
QString tierUseSql();
QVariantList tierUseArguments(const QDateTime &now);

// What a live subscription's vendor uses: joins g (gauges) and w (the present window's orders) to
// s.
QString presentUseSql();
QVariantList presentUseArguments(const QDateTime &now);

// Each vendor's exceptions that apply, in one row; see live_use.
QString exceptionsSql();

} // namespace Orion
