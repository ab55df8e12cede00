#include "ui/charts/seriescolors.h"
#include "ui/theme/tokens.h"

#include <QtTest>

#include <cmath>

using namespace Orion;

namespace
{

using Linear = std::array<double, 3>;
using Matrix = std::array<Linear, 3>;

// What is left of light's colours to dichromats: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes,
// "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6),
// 2009, at severity 1.
struct Vision
{
    const char *name;
    Matrix matrix;
};

constexpr std::array<Vision, 4> visions{{
    {"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia",
     {{{0.152286, 1.052583, -0.204868},
       {0.114503, 0.786281, 0.099216},
       {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia",
     {{{0.367322, 0.860646, -0.227968},
       {0.280085, 0.672501, 0.047413},
       {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia",
     {{{1.255528, -0.076749, -0.178779},
       {-0.078411, 0.930809, 0.147602},
       {0.004733, 0.691367, 0.303900}}}},
}};

Linear linear(const QColor &color)
{
    const auto part = [](double encoded) {
        return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
    };
    return {part(color.redF()), part(color.greenF()), part(color.blueF())};
}

double luminance(const QColor &color)
{
    const Linear light = linear(color);
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
}

// As in WCAG 2.
double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

Linear seen(const Linear &light, const Matrix &matrix)
{
    Linear result{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t i = 0; i < 3; ++i)
            result[row] += matrix[row][i] * light[i];
        result[row] = std::clamp(result[row], 0.0, 1.0);
    }
    return result;
}

// CIELAB under daylight.
Linear lab(const Linear &light)
{
    const auto [r, g, b] = light;
    const auto curve = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : t * 841.0 / 108 + 4.0 / 29;
    };
    const double x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const double y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const double z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0888);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(const QColor &one, const QColor &other, const Matrix &matrix)
{
    const Linear a = lab(seen(linear(one), matrix));
    const Linear b = lab(seen(linear(other), matrix));
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

} // namespace

// The colours of series, by figures.
class TestSeriesColors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuresContrastAsWcagDoes();
    void everyColourStandsOutFromTheSurfaceOfItsTheme();
    void everyTwoColoursDifferForEveryKindOfColourVision();
    void beginsAnewAfterTheLastColour();
};

void TestSeriesColors::measuresContrastAsWcagDoes()
{
    QVERIFY(qAbs(contrast(Qt::white, Qt::black) - 21) < 0.01);
    QVERIFY(qAbs(contrast(Qt::white, QColor(0x767676)) - 4.54) < 0.01);
    // Red and green of the same lightness: far apart for most people, not for those without green.
    const QColor red(0xb0, 0x50, 0x20);
    const QColor green(0x70, 0x70, 0x20);
    QVERIFY(distance(red, green, visions[0].matrix) > 40);
    QVERIFY(distance(red, green, visions[2].matrix) < 15);
}

void TestSeriesColors::everyColourStandsOutFromTheSurfaceOfItsTheme()
{
    const TokenColor &surface = tokenTable[std::size_t(Token::Surface)];
    for (int i = 0; i < int(seriesColors.size()); ++i) {
        for (const bool isDark : {false, true}) {
            const double found = contrast(seriesColor(i, isDark),
                                          QColor::fromRgb(isDark ? surface.dark : surface.light));
            QVERIFY2(found >= 3,
                     qPrintable(QStringLiteral("%1, dark %2: %3")
                                    .arg(QLatin1String(seriesColors[std::size_t(i)].name))
                                    .arg(isDark)
                                    .arg(found)));
        }
    }
}

// A distance of 2.3 in CIELAB is just noticed side by side; 20 is plain from afar.
void TestSeriesColors::everyTwoColoursDifferForEveryKindOfColourVision()
{
    double least = 1000;
    for (const Vision &vision : visions) {
        for (const bool isDark : {false, true}) {
            for (int i = 0; i < int(seriesColors.size()); ++i) {
                for (int j = 0; j < i; ++j) {
                    const double found =
                        distance(seriesColor(i, isDark), seriesColor(j, isDark), vision.matrix);
                    least = std::min(least, found);
                    QVERIFY2(found >= 20,
                             qPrintable(QStringLiteral("%1 and %2, %3, dark %4: %5")
                                            .arg(QLatin1String(seriesColors[std::size_t(i)].name),
                                                 QLatin1String(seriesColors[std::size_t(j)].name),
                                                 QLatin1String(vision.name))
                                            .arg(isDark)
                                            .arg(found)));
                }
            }
        }
    }
    qInfo("the two nearest are %.1f apart", least);
}

void TestSeriesColors::beginsAnewAfterTheLastColour()
{
    QCOMPARE(seriesColor(8, false), seriesColor(0, false));
    QCOMPARE(seriesColor(-1, true), seriesColor(7, true));
}

QTEST_APPLESS_MAIN(TestSeriesColors)
#include "test_seriescolors.moc"
