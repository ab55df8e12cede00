#pragma once

#include "services/webhooks/handlers/handler.h"

#include <QJsonObject>

#include <functional>

namespace Orion
{

// How an object stands at Stripe, as it was asked for and not told by an event.
struct PresentState
{
    QString objectId;
    QString kind; // subscription, invoice, dispute, customer
    QJsonObject object;
    QDateTime asked; // before Stripe was
    // The second whose events it comes after: those of later ones are newer than it.
    QDateTime version;
};

// Applies it through the handlers, as if an event had told it, within the caller's transaction.
// `isCurrent` is asked once the object's locks are held: false when the database has heard of
// something newer since Stripe was asked; then nothing is done, which is Superseded.
Result<Handled> applyPresentState(Session &session, const PresentState &state, const QDateTime &now,
                                  const std::function<Result<bool>()> &isCurrent);

} // namespace Orion
