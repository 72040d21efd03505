/* The part of stm32f4.h with I2C, SPI, I2S and timers. */

/* I2C */
typedef struct
{
    volatile uint32_t CR1;
} I2C_TypeDef;
typedef struct
{
    I2C_TypeDef *Instance;
    struct
    {
        uint32_t ClockSpeed;
        uint32_t DutyCycle;
        uint32_t AddressingMode;
        uint32_t DualAddressMode;
        uint32_t GeneralCallMode;
        uint32_t NoStretchMode;
    } Init;
    uint16_t XferSize;
    volatile uint16_t XferCount;
} I2C_HandleTypeDef;
extern I2C_TypeDef *I2C1;
extern I2C_TypeDef *I2C2;
extern I2C_TypeDef *I2C3;
enum
{
    I2C_CR1_PE = 1,
    I2C_CR1_SWRST = 0x8000,
    I2C_DUTYCYCLE_2 = 0,
    I2C_ADDRESSINGMODE_7BIT = 0x4000,
    I2C_DUALADDRESS_DISABLE = 0,
    I2C_GENERALCALL_DISABLE = 0,
    I2C_NOSTRETCH_DISABLE = 0,
    I2C_MEMADD_SIZE_8BIT = 1,
    I2C_MEMADD_SIZE_16BIT = 0x10,
    HAL_I2C_ERROR_ARLO = 2,
    HAL_I2C_ERROR_AF = 4,
    HAL_I2C_ERROR_TIMEOUT = 0x20,
};
HAL_StatusTypeDef HAL_I2C_Init(I2C_HandleTypeDef *i2c);
HAL_StatusTypeDef HAL_I2C_DeInit(I2C_HandleTypeDef *i2c);
uint32_t HAL_I2C_GetError(I2C_HandleTypeDef *i2c);
HAL_StatusTypeDef HAL_I2C_IsDeviceReady(
    I2C_HandleTypeDef *i2c, uint16_t address, uint32_t trials, uint32_t ms);
HAL_StatusTypeDef HAL_I2C_Master_Transmit(
    I2C_HandleTypeDef *i2c, uint16_t address, uint8_t *bytes, uint16_t length, uint32_t ms);
HAL_StatusTypeDef HAL_I2C_Master_Receive(
    I2C_HandleTypeDef *i2c, uint16_t address, uint8_t *bytes, uint16_t length, uint32_t ms);
HAL_StatusTypeDef HAL_I2C_Mem_Read(I2C_HandleTypeDef *i2c, uint16_t address, uint16_t memory,
    uint16_t memory_size, uint8_t *bytes, uint16_t length, uint32_t ms);

/* SPI */
typedef struct
{
    volatile uint32_t CR1;
} SPI_TypeDef;
typedef struct
{
    SPI_TypeDef *Instance;
    struct
    {
        uint32_t Mode;
        uint32_t Direction;
        uint32_t DataSize;
        uint32_t CLKPolarity;
        uint32_t CLKPhase;
        uint32_t NSS;
        uint32_t BaudRatePrescaler;
        uint32_t FirstBit;
        uint32_t TIMode;
        uint32_t CRCCalculation;
    } Init;
} SPI_HandleTypeDef;
extern SPI_TypeDef *SPI1;
extern SPI_TypeDef *SPI2;
extern SPI_TypeDef *SPI3;
enum
{
    SPI_CR1_BR_Pos = 3,
    SPI_CR1_SPE = 0x40,
    SPI_MODE_MASTER = 0x104,
    SPI_DIRECTION_2LINES = 0,
    SPI_DATASIZE_8BIT = 0,
    SPI_POLARITY_LOW = 0,
    SPI_POLARITY_HIGH = 2,
    SPI_PHASE_1EDGE = 0,
    SPI_PHASE_2EDGE = 1,
    SPI_NSS_SOFT = 0x200,
    SPI_FIRSTBIT_MSB = 0,
    SPI_FIRSTBIT_LSB = 0x80,
    SPI_TIMODE_DISABLE = 0,
    SPI_CRCCALCULATION_DISABLE = 0,
};
void __HAL_SPI_ENABLE(SPI_HandleTypeDef *spi);
HAL_StatusTypeDef HAL_SPI_Init(SPI_HandleTypeDef *spi);
HAL_StatusTypeDef HAL_SPI_DeInit(SPI_HandleTypeDef *spi);
uint32_t HAL_SPI_GetError(const SPI_HandleTypeDef *spi);
HAL_StatusTypeDef HAL_SPI_Transmit(
    SPI_HandleTypeDef *spi, const uint8_t *bytes, uint16_t length, uint32_t ms);
HAL_StatusTypeDef HAL_SPI_TransmitReceive(
    SPI_HandleTypeDef *spi, const uint8_t *out, uint8_t *in, uint16_t length, uint32_t ms);

/* I2S */
typedef struct
{
    SPI_TypeDef *Instance;
    struct
    {
        uint32_t Mode;
        uint32_t Standard;
        uint32_t DataFormat;
        uint32_t MCLKOutput;
        uint32_t AudioFreq;
        uint32_t CPOL;
        uint32_t ClockSource;
    } Init;
    DMA_HandleTypeDef *hdmatx;
    volatile uint32_t ErrorCode;
} I2S_HandleTypeDef;
enum
{
    I2S_MODE_MASTER_TX,
    I2S_STANDARD_PHILIPS,
    I2S_DATAFORMAT_16B,
    I2S_DATAFORMAT_32B,
    I2S_MCLKOUTPUT_DISABLE,
    I2S_MCLKOUTPUT_ENABLE,
    I2S_CPOL_LOW,
    I2S_CLOCK_PLL,
};
HAL_StatusTypeDef HAL_I2S_Init(I2S_HandleTypeDef *i2s);
HAL_StatusTypeDef HAL_I2S_DeInit(I2S_HandleTypeDef *i2s);
HAL_StatusTypeDef HAL_I2S_Transmit_DMA(I2S_HandleTypeDef *i2s, uint16_t *samples, uint16_t count);
HAL_StatusTypeDef HAL_I2S_DMAStop(I2S_HandleTypeDef *i2s);
void HAL_I2S_TxHalfCpltCallback(I2S_HandleTypeDef *i2s);
void HAL_I2S_TxCpltCallback(I2S_HandleTypeDef *i2s);

/* TIM */
typedef struct standin_timer TIM_TypeDef;
typedef struct
{
    TIM_TypeDef *Instance;
    struct
    {
        uint32_t Prescaler;
        uint32_t CounterMode;
        uint32_t Period;
    } Init;
} TIM_HandleTypeDef;
typedef struct
{
    uint32_t OCMode;
    uint32_t Pulse;
    uint32_t OCPolarity;
} TIM_OC_InitTypeDef;
#define TIM2 ((TIM_TypeDef *) 0x40000000u)
#define TIM3 ((TIM_TypeDef *) 0x40000400u)
#define TIM4 ((TIM_TypeDef *) 0x40000800u)
#define TIM5 ((TIM_TypeDef *) 0x40000C00u)
#define TIM7 ((TIM_TypeDef *) 0x40001400u)
enum
{
    TIM_COUNTERMODE_UP = 0,
    TIM_IT_UPDATE = 1,
    TIM_OCMODE_PWM1 = 0x60,
    TIM_OCPOLARITY_HIGH = 0,
    TIM_CHANNEL_1 = 0,
    TIM_CHANNEL_2 = 4,
    TIM_CHANNEL_3 = 8,
    TIM_CHANNEL_4 = 12,
};
void __HAL_TIM_CLEAR_IT(TIM_HandleTypeDef *timer, uint32_t interrupt);
void __HAL_TIM_SET_COMPARE(TIM_HandleTypeDef *timer, uint32_t channel, uint32_t compare);
HAL_StatusTypeDef HAL_TIM_Base_Init(TIM_HandleTypeDef *timer);
HAL_StatusTypeDef HAL_TIM_Base_Start_IT(TIM_HandleTypeDef *timer);
HAL_StatusTypeDef HAL_TIM_Base_Stop_IT(TIM_HandleTypeDef *timer);
HAL_StatusTypeDef HAL_TIM_PWM_Init(TIM_HandleTypeDef *timer);
HAL_StatusTypeDef HAL_TIM_PWM_ConfigChannel(
    TIM_HandleTypeDef *timer, const TIM_OC_InitTypeDef *init, uint32_t channel);
HAL_StatusTypeDef HAL_TIM_PWM_Start(TIM_HandleTypeDef *timer, uint32_t channel);
HAL_StatusTypeDef HAL_TIM_PWM_Stop(TIM_HandleTypeDef *timer, uint32_t channel);
