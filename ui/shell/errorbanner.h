#pragma once

#include "models/domain/error.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace Orion
{

class Theme;

// What a banner says of an error, and whether it waits for the person.
struct BannerText
{
    QString text;
    bool bad = true; // else a warning
};
BannerText bannerOf(const Error &error);

// A line across the window: something went wrong, and what to do. One at a time; the lost database
// beats every other and goes by itself.
class ErrorBanner : public QFrame
{
    Q_OBJECT

public:
    explicit ErrorBanner(Theme &theme, QWidget *parent = nullptr);

    void showError(const Error &error); // stays until closed or the next one
    void showLost(const QString &text); // stays until clearLost()
    void clearLost();
    QString text() const;

private:
    void show(const BannerText &banner, bool closable);

    Theme &m_theme;
    QLabel *m_icon;
    QLabel *m_text;
    QToolButton *m_close;
    bool m_lost = false;
};

} // namespace Orion
